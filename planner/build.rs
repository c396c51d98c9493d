//! Has the program built again when the page that it carries is.

fn main() {
    println!("cargo:rerun-if-changed=page/dist");
}
