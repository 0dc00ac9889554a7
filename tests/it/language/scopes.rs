//! Which declaration a name means.

use journey_sim::script::language::{LanguageLevel, Meaning, NodeKind, ScopeKind, Script};

/// What the last name `x` in the text means: the kind of its scope, `free` or `dynamic`.
fn meaning(text: &str) -> String {
    let script = Script::parse(text, LanguageLevel::Es6).unwrap();
    let (last, _) = script
        .nodes()
        .filter(|(_, node)| matches!(&node.kind, NodeKind::Name(name) if &**name == "x"))
        .max_by_key(|(_, node)| node.span.start)
        .unwrap();
    match script.meaning("x", last) {
        Meaning::Free => "free".to_owned(),
        Meaning::Dynamic => "dynamic".to_owned(),
        Meaning::Declared(scope, symbol) => format!("{:?} {:?}", script.scope(scope).kind, symbol.kind),
    }
}

#[test]
fn a_name_means_the_nearest_declaration() {
    for (text, expected) in [
        ("x", "free"),
        ("x = 1; x", "free"),
        ("var x; x", "Script Var"),
        ("x; { var x }", "Script Var"),
        ("function f() { x } var x", "Script Var"),
        ("function f() { { var x } x }", "Function Var"),
        ("function f(x) { return function () { return x } }", "Function Parameter"),
        ("function f([a, {b: x}]) { x }", "Function Var"),
        ("var f = x => x", "Function Parameter"),
        ("var f = (a, {x}) => x", "Function Var"),
        ("function f(x) {} x", "free"),
        ("{ let x } x", "free"),
        ("{ let x; x }", "Block Let"),
        ("let x; { { x } }", "Script Let"),
        ("for (let x = 0; x < 1; x++) ;", "Loop Let"),
        ("for (let x of y) x", "Loop Let"),
        ("for (var x of y) ; x", "Script Var"),
        ("{ const x = 1 } x", "Script Const"),
        ("try {} catch (x) { x }", "Catch Caught"),
        ("try {} catch (x) { } x", "free"),
        ("try {} catch (e) { let x } x", "Script Let"),
        ("switch (1) { case 1: let x } x", "Script Let"),
        ("let (x = 1) { x }", "Let Let"),
        ("y = let (x = 1) x", "Let Let"),
        ("y = [x for (x in z)]", "Comprehension Let"),
        ("y = (x for (x in z) if (x))", "Comprehension Let"),
        ("y = [x for ([a, x] in z)]", "Comprehension Let"),
        ("(function x() { x })", "FunctionName Function"),
        ("(function x() { }); x", "free"),
        ("if (a) function x() {} x", "Script Function"),
        ("function f() { x; function x() {} }", "Function Function"),
        ("var {a: [x]} = b; x", "Script Var"),
        ("with (a) { x }", "dynamic"),
        ("with (a) { function f(x) { x } }", "Function Parameter"),
        ("with (x) { a }", "free"),
        ("var x; with (a) function f() { return x }", "dynamic"),
        ("y = {x: 1, x() {}, x}", "free"),
        ("x: for (;;) break x; x", "free"),
    ] {
        assert_eq!(meaning(text), expected, "{text}");
    }
}

#[test]
fn a_symbol_knows_its_declarations() {
    let script = Script::parse("var a = 1; if (a) { var a = 2 }", LanguageLevel::Default).unwrap();
    let scope = script.scope(script.scope_of(script.root()));
    assert_eq!(scope.kind, ScopeKind::Script);
    let places: Vec<u32> =
        scope.symbols["a"].declarations.iter().map(|name| script.span(*name).start).collect();
    assert_eq!(places, [4, 24]);
}
