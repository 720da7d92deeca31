//! Sets up, runs and checks the delivery dashboard: `cargo xtask run`, `test`, `bench` and `build`.
//!
//! Whatever is missing is installed on the way, each step announced in one line with its reason and its usual length.
#![allow(clippy::print_stdout, reason = "a command speaks on the terminal")]

mod bench;
mod browser;
mod checks;
mod debian;
mod engines;
mod gallery;
mod options;
mod page;
mod portal;
mod postfix;
mod postgres;
mod service;
mod split;
mod step;
mod toolchain;
mod tools;
mod tree;
mod wasm_target;
mod weights;

use std::process::ExitCode;

use options::Order;
use step::Stop;

fn main() -> ExitCode {
    let outcome = options::parse(std::env::args().skip(1)).and_then(obey);
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop(sentence)) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn obey(order: Order) -> Result<(), Stop> {
    match order {
        Order::Help => {
            println!("{}", options::USAGE);
            Ok(())
        }
        Order::Build => page::build(&toolchain::ready()?)?.check(),
        Order::Run(demo) => service::run(&demo),
        Order::Gallery(port) => gallery::run(port),
        Order::Test(chosen) => checks::run(&chosen),
        Order::Pictures(pictures) => checks::pictures(pictures),
        Order::Bench(wanted) => bench::run(&wanted),
    }
}
