//! The desk driven by keys: what the operator sees.

mod common;

use common::base::Base;
use common::stage::Stage;

#[test]
fn look() {
    let base = Base::small();
    for size in [(80, 24), (200, 60)] {
        let mut stage = Stage::new(&base, size);
        println!("{}", stage.screen());
        stage.keys("Space");
        println!("{}", stage.screen());
        stage.keys("Ctrl+G");
        println!("{}", stage.screen());
        stage.keys("Ctrl+G s");
        println!("{}", stage.screen());
    }
}
