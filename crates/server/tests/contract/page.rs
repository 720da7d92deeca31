//! What every answer carries, and the page's files.

use axum::body::Body;
use axum::http::{Method, Request};
use delivery_core::domain::role::Role;
use delivery_core::feed::providers::Provider;
use delivery_server::desk::TRAY;
use delivery_server::ingest::{Keyring, Lock};

use crate::house::{House, refused};

const PAGE_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; object-src 'none'; \
    form-action 'none'; require-trusted-types-for 'script'; trusted-types default; frame-ancestors 'none'";

fn with_page() -> House {
    let house = House::built(&[], 1.0, true);
    let page = house.folder.path().join("page");
    std::fs::create_dir(&page).unwrap();
    for (name, text) in [
        ("index.html", "<title>page</title>"),
        ("boot.js", "boot"),
        ("app-0123456789abcdef.js", "plain"),
        ("app-0123456789abcdef.js.br", "brotli"),
        ("app-0123456789abcdef.js.gz", "gzip"),
        ("app-0123456789abcdef_bg.wasm", "wasm"),
        ("later-list-cfac3341cbb907ea.wasm", "later"),
        ("later-list-cfac3341cbb907ea.wasm.br", "later in brotli"),
        ("later-list-cfac3341cbb907ea.wasm.gz", "later in gzip"),
        ("base-6f6f37c219535acc.css", "style"),
        ("base-6f6f37c219535acc.css.br", "style in brotli"),
        ("base-6f6f37c219535acc.css.gz", "style in gzip"),
    ] {
        std::fs::write(page.join(name), text).unwrap();
    }
    house
}

#[tokio::test]
async fn files_are_given_out_with_their_headers() {
    let house = with_page();
    const FOR_EVER: &str = "public, max-age=31536000, immutable";
    for (path, status, kind, keep, text) in [
        ("/", 200, "text/html", "no-cache", "<title>page</title>"),
        ("/index.html", 200, "text/html", "no-cache", "<title>page</title>"),
        ("/deliveries/DM95", 200, "text/html", "no-cache", "<title>page</title>"),
        ("/deliveries/a.b", 200, "text/html", "no-cache", "<title>page</title>"),
        ("/boot.js", 200, "text/javascript", "no-cache", "boot"),
        ("/app-0123456789abcdef.js", 200, "text/javascript", FOR_EVER, "plain"),
        ("/app-0123456789abcdef_bg.wasm", 200, "application/wasm", FOR_EVER, "wasm"),
    ] {
        let answer = house.get(path).await;
        assert_eq!((answer.status, answer.text.as_str()), (status, text), "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(answer.header("cache-control"), keep, "{path}");
        assert_eq!(answer.header("content-security-policy"), PAGE_POLICY, "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
    }
    for (path, kind, brotli, gzip) in [
        ("/app-0123456789abcdef.js", "text/javascript", "brotli", "gzip"),
        ("/later-list-cfac3341cbb907ea.wasm", "application/wasm", "later in brotli", "later in gzip"),
        ("/base-6f6f37c219535acc.css", "text/css", "style in brotli", "style in gzip"),
    ] {
        for (takes, coding, text) in [("gzip, deflate, br, zstd", "br", brotli), ("gzip, deflate", "gzip", gzip)] {
            let smaller = house.get_as(path, &[], &[("accept-encoding", takes)]).await;
            assert_eq!((smaller.text.as_str(), smaller.header("content-encoding")), (text, coding), "{path}");
            assert_eq!((smaller.header("content-type"), smaller.header("cache-control")), (kind, FOR_EVER), "{path}");
        }
    }
    for path in ["/missing.js", "/app-0123456789abcdee.js", "/..%2fd.js", "/../d.js", "/api", "/api/", "/api/nothing"] {
        assert_eq!(house.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn answers_of_the_contract_are_kept_by_nobody() {
    let house = with_page();
    for path in ["/api/session", "/api/deliveries", "/api/deliveries/nope", "/api/nothing", "/api/openapi.json"] {
        let answer = house.get(path).await;
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
    }
}

#[tokio::test]
async fn nobody_reads_without_a_good_token() {
    let house = with_page();
    let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
    let old = format!("Bearer {}", house.token_at("ada", &Role::ALL, hour_ago));
    for path in ["/api/session", "/api/deliveries", "/api/deliveries/DM95", "/api/deliveries/DM95/events"] {
        for authorization in ["", "Bearer", "Bearer x.y.z", "Basic YWRhOg==", &old] {
            let request = Request::get(path).header("authorization", authorization).body(Body::empty()).unwrap();
            let answer = house.send(request).await;
            assert_eq!(answer.refusal(), refused(401, "sign-in"), "{path} {authorization}");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
            let expired = authorization == old;
            assert_eq!(answer.text.contains("expired"), expired, "{}", answer.text);
        }
    }
    let request = Request::post("/api/deliveries/nope/confirm").body(Body::empty()).unwrap();
    assert_eq!(house.send(request).await.refusal(), refused(401, "sign-in"), "before anything else");
}

#[tokio::test]
async fn the_demo_signs_in_on_this_machine_only() {
    let house = with_page();
    let sign_in = async |host: &str, body: &str| {
        let request = Request::post("/api/demo/token").header("host", host).header("content-type", "application/json");
        house.send(request.body(Body::from(body.to_owned())).unwrap()).await
    };
    for host in ["localhost", "localhost:4870", "127.0.0.1:1", "[::1]:80", "[::1]", "app.localhost:3000"] {
        let answer = sign_in(host, r#"{"login":"ada"}"#).await;
        assert_eq!(answer.status, 200, "{host}");
        let token: delivery_core::wire::TokenAnswer = serde_json::from_str(&answer.text).unwrap();
        assert_eq!(token.expires_in, 600);
    }
    for host in ["evil.example", "127.0.0.1.evil.example:4870", "localhost.evil.example", "10.0.0.1", ""] {
        assert_eq!(sign_in(host, r#"{"login":"ada"}"#).await.refusal(), refused(400, "bad-request"), "{host}");
    }
    assert_eq!(sign_in("localhost", r#"{"login":"mallory"}"#).await.refusal(), refused(404, "not-found"));
    assert_eq!(sign_in("localhost", "{").await.refusal(), refused(400, "bad-request"));
    assert_eq!(house.get("/api/demo/users").await.text.matches("\"login\"").count(), 5);
}

#[tokio::test]
async fn under_another_name_the_demo_answers_providers_and_recipients_alone() {
    let lock = Lock::parse(Provider::Postmark, "only for webhooks: 42").unwrap();
    let house = with_page().listening(Keyring::default().with(Provider::Postmark, lock), TRAY);
    let ask = async |method: Method, path: &str, host: &str| {
        let request = Request::builder().method(method).uri(path).header("host", host);
        let request = request.header("authorization", format!("Bearer {}", house.token("eve", &Role::ALL)));
        house.send(request.header("x-webhook-secret", "only for webhooks: 42").body(Body::from("[]")).unwrap()).await
    };
    for (method, path, expected) in [
        (Method::POST, "/ingest/postmark", 200),
        (Method::GET, "/ingest/postmark", 200),
        (Method::GET, "/ingest/pigeon", 404),
        (Method::GET, "/o/unsealed", 404),
        (Method::GET, "/c/unsealed", 404),
        (Method::POST, "/u/unsealed", 404),
    ] {
        for host in ["mail.example", "quick-words.tunnel.example:443", "localhost", "127.0.0.1:4870"] {
            assert_eq!(ask(method.clone(), path, host).await.status, expected, "{method} {path} as {host}");
        }
    }
    // Neither a signature nor a token opens the rest, however its address is written.
    for path in [
        "/",
        "/index.html",
        "/ingest",
        "//ingest/postmark",
        "/api/demo/token",
        "/api/demo/users",
        "/api/session",
        "/api/deliveries",
        "/api/tray",
        "/api/openapi.json",
        "/api/../ingest/postmark",
        "/API/session",
    ] {
        assert_eq!(ask(Method::GET, path, "mail.example").await.refusal(), refused(400, "bad-request"), "{path}");
    }
    for path in [
        "/ingest/../api/demo/token",
        "/o/%2e%2e/api/demo/token",
        "/ingest/%2e%2e%2fapi%2fdemo%2ftoken",
        "/c//api/session",
    ] {
        let answer = ask(Method::GET, path, "mail.example").await;
        let is_page = answer.text == "<title>page</title>";
        assert!(is_page || answer.status == 404, "the empty page at most, {path}: {}", answer.text);
    }
}

#[tokio::test]
async fn without_the_demo_nobody_signs_in_without_a_password() {
    let house = House::with(&[]);
    let request = Request::post("/api/demo/token").header("content-type", "application/json");
    let answer = house.send(request.body(Body::from(r#"{"login":"ada"}"#)).unwrap()).await;
    assert_eq!(answer.status, 404);
    assert_eq!(house.get("/api/demo/users").await.status, 404);
}

#[tokio::test]
async fn addresses_that_cannot_be_read_are_problems_too() {
    let house = with_page();
    for path in ["/api/deliveries/%FF", "/api/deliveries/DM95/events?after=1&after=2", "/api/deliveries/%FF/events"] {
        assert_eq!(house.get(path).await.refusal(), refused(400, "bad-request"), "{path}");
    }
}

#[tokio::test]
async fn other_methods_are_refused() {
    let house = with_page();
    for (method, path) in
        [("DELETE", "/api/deliveries/DM95"), ("PUT", "/api/session"), ("POST", "/"), ("POST", "/x.js")]
    {
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        assert_eq!(house.send(request).await.refusal(), refused(405, "about:blank"), "{method} {path}");
    }
}

#[tokio::test]
async fn a_portal_that_was_named_may_embed_and_nobody_else() {
    const PORTAL: &str = "https://portal.example";
    let house = with_page().with_portal(PORTAL);
    std::fs::write(house.folder.path().join("page/embed.html"), "<title>framed</title>").unwrap();
    for (origin, allowed) in [(PORTAL, PORTAL), ("https://elsewhere.example", ""), ("null", "")] {
        for path in ["/api/deliveries", "/app-0123456789abcdef.js"] {
            let answer = house.get_as(path, &Role::ALL, &[("origin", origin)]).await;
            assert_eq!(answer.status, 200);
            assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin} {path}");
            assert_eq!(answer.header("access-control-allow-credentials"), "", "no cookie is ever taken");
            assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin");
        }
    }
    let record = house.get_as("/api/deliveries", &Role::ALL, &[("origin", PORTAL)]).await;
    for name in ["etag", "last-event-id"] {
        assert!(record.header("access-control-expose-headers").contains(name), "{name} can be read");
    }
    let asked = Request::options("/api/deliveries/D/confirm")
        .header("origin", PORTAL)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type,if-match,idempotency-key")
        .body(Body::empty())
        .unwrap();
    let answer = house.send(asked).await;
    assert_eq!(answer.status, 200, "asked first, without a token");
    for name in ["authorization", "content-type", "if-match", "idempotency-key"] {
        assert!(answer.header("access-control-allow-headers").contains(name), "{name} can be sent");
    }
    let framed = house.get("/embed.html").await;
    assert!(framed.header("content-security-policy").ends_with("frame-ancestors https://portal.example"));
    let page = house.get("/").await;
    assert!(page.header("content-security-policy").ends_with("frame-ancestors 'none'"), "only what is made for it");
}
