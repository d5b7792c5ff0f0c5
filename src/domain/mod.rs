//! Types and rules: what a client, a phone, a deal or a result of a call *is*.
//!
//! Everything here is pure: no files, no clock, no environment, no terminal. The time comes in as a
//! [`Moment`](time::Moment), the rules answer with values, and every parser is total: it returns what it
//! understood or says in a typed error why it did not.
//!
//! | module | what lives there |
//! |---|---|
//! | [`ids`] | record ids and the codes people see |
//! | [`time`] | [`Moment`](time::Moment): an instant, UTC, milliseconds |
//! | [`text`] | cleaning of text that came from outside |
//! | [`textfile`], [`presets`] | the files people edit and what may be wrong with them; the shipped ones |
//! | [`phone`], [`inn`], [`registry`], [`email`], [`money`] | values with rules of their own |
//! | [`geo`], [`zone`] | regions, area codes, cities; a client's time zone and how sure we are of it |
//! | [`name`], [`layout`] | search form of names; the two keyboard layouts |
//! | [`contact`], [`client`], [`person`], [`legal`] | the client base |
//! | [`company`] | a company as the state register has it |
//! | [`interaction`], [`outcome`] | what happened, and how a call may end |
//! | [`process`], [`deal`] | stages and the deals that pass them |
//! | [`script`] | telemarketing scripts |
//! | [`queue`], [`call_list`], [`hours`], [`when`] | planned work and when it is due |
//! | [`job`], [`recycle`] | call jobs: state, loads, order, progress; when a client is called again |
//! | [`calendar`], [`shift`], [`callback`] | days off; who works when; whether a promised call suits everybody |
//! | [`consent`], [`stop`], [`gate`] | consents, prohibitions, and the check every call passes |
//! | [`filter`] | a line of text that says which clients are meant |
//! | [`duplicate`] | whether two clients are likely to be the same |
//! | [`memo`] | what a user or the data steward is to know or to do |
//! | [`setting`] | plain files kept in the base |
//! | [`memory`], [`spell`] | what is remembered of a client in one line; dictation by letters |
//! | [`snippet`] | phrases of notes that a few letters become |
//! | [`user`], [`pin`], [`shift`] | people who work here, what they may do, sign in with and when they work |
//! | [`day`] | an operator's day: its states, pauses, figures |

pub mod calendar;
pub mod call_list;
pub mod callback;
pub mod client;
pub mod company;
pub mod consent;
pub mod contact;
pub mod day;
pub mod deal;
mod digits;
pub mod duplicate;
pub mod email;
pub mod filter;
pub mod gate;
pub mod geo;
pub mod hours;
pub mod ids;
pub mod inn;
pub mod interaction;
pub mod job;
pub mod layout;
pub mod legal;
pub mod memo;
pub mod memory;
pub mod money;
pub mod name;
pub mod outcome;
pub mod past;
pub mod person;
pub mod phone;
pub mod pin;
pub mod presets;
pub mod process;
pub mod queue;
pub mod recording;
pub mod recycle;
pub mod registry;
pub mod script;
pub mod setting;
pub mod shift;
pub mod snippet;
pub mod spell;
pub mod stop;
pub mod text;
pub mod textfile;
pub mod time;
pub mod user;
pub mod when;
mod window;
pub mod zone;
