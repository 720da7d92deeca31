//! The annex: it is told what it may want to know, and the address follows it.

use alloc::vec::Vec;

use crate::annex::{Maker, News, Site};
use crate::desk::Desk;
use crate::effect::Effect;
use crate::model::{Model, Place, Route};

/// Its code is here: it is made, if it is still wanted.
pub(super) fn came(model: &mut Model, maker: Maker, out: &mut Vec<Effect>) {
    if model.annex.is_none() && matches!(model.route, Route::Logs(..)) {
        model.annex = Some((maker.0)());
        follow_address(model, out);
    }
}

/// The address names a place in it, or none.
pub(super) fn follow_address(model: &mut Model, out: &mut Vec<Effect>) {
    match model.route.clone() {
        Route::Logs(_, place) => tell(model, News::Moved(place.as_str()), out),
        Route::List | Route::Delivery(_) => leave(model, out),
    }
}

/// It is left, and what it was doing with it.
pub(super) fn leave(model: &mut Model, out: &mut Vec<Effect>) {
    tell(model, News::Left, out);
    model.annex = None;
}

/// It is told something.
pub(super) fn tell(model: &mut Model, news: News<'_>, out: &mut Vec<Effect>) {
    let as_of = model.as_of();
    let roles = model.session.shown().map_or(&[][..], |session| &session.user.roles);
    let (Some(annex), Some(dashboard)) = (&mut model.annex, &mut model.dashboard) else { return };
    let state = dashboard.state();
    let (follow, record) = dashboard.reading();
    let mut site = Site { follow, record, state, as_of, roles };
    annex.take(news, &mut site, &mut Desk { access: &mut model.access, now: model.now, out });
    if let Route::Logs(_, place) = &mut model.route
        && place.as_str() != annex.place()
    {
        *place = Place::new(annex.place().into());
        out.push(Effect::CorrectAddress(model.route.clone()));
    }
}
