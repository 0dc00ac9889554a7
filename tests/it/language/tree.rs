//! What a text is read as.

use journey_sim::script::language::{LanguageLevel, NodeId, NodeKind, PropertyKind, Script};

/// The tree in parentheses.
fn shape(script: &Script, id: NodeId) -> String {
    let mut parts = Vec::new();
    let head = match script.kind(id) {
        NodeKind::Name(name) | NodeKind::Key(name) | NodeKind::Label(name) => return name.to_string(),
        NodeKind::Number(value) => return value.to_string(),
        NodeKind::BigInt(digits) => return format!("{digits}n"),
        NodeKind::String(value) => return format!("'{value}'"),
        NodeKind::TemplateText(Some(value)) => return format!("`{value}`"),
        NodeKind::TemplateText(None) => return "?".to_owned(),
        NodeKind::Null => return "null".to_owned(),
        NodeKind::Boolean(value) => return value.to_string(),
        NodeKind::This => return "this".to_owned(),
        NodeKind::RegExp { pattern, flags } => {
            return format!("/{}/{}", script.slice(*pattern), script.slice(*flags));
        }
        NodeKind::Script(_) => "",
        NodeKind::Expression(value) => return shape(script, *value),
        NodeKind::Declaration(kind, _) => &format!("{kind:?}").to_lowercase(),
        NodeKind::Declarator { .. } => "=",
        NodeKind::Binary { first, rest } => {
            let mut text = format!("({}", shape(script, *first));
            for (operator, operand) in rest {
                text += &format!(" {} {}", operator.text(), shape(script, *operand));
            }
            return text + ")";
        }
        NodeKind::Unary(operator, _) => operator.text(),
        NodeKind::Update { operator, prefix: true, .. } => operator.text(),
        NodeKind::Update { operator, .. } => &format!("post{}", operator.text()),
        NodeKind::Assign { operator, .. } => operator.text(),
        NodeKind::ForIn { kind, .. } | NodeKind::ComprehensionLoop { kind, .. } => {
            &format!("for{kind:?}").to_lowercase()
        }
        NodeKind::Function(function) => {
            let star = if function.is_generator { "*" } else { "" };
            let strict = if function.is_strict { "strict" } else { "" };
            &format!("{:?}{star}{strict}", function.form).to_lowercase()
        }
        NodeKind::Property { kind: PropertyKind::Value, .. } => ":",
        NodeKind::Property { kind, .. } => &format!("{kind:?}").to_lowercase(),
        NodeKind::Member { .. } => ".",
        NodeKind::Index { .. } => "[]",
        NodeKind::Conditional { .. } => "?",
        NodeKind::Sequence(_) => ",",
        NodeKind::Parenthesized(_) => "()",
        NodeKind::Array(elements) => {
            let elements =
                elements.iter().map(|element| element.map_or("_".to_owned(), |id| shape(script, id)));
            return format!("[{}]", elements.collect::<Vec<_>>().join(" "));
        }
        other => &{
            let name = format!("{other:?}");
            let end = name.find([' ', '(']).unwrap_or(name.len());
            name[..end].to_lowercase()
        },
    };
    script.kind(id).each_child(|child| parts.push(shape(script, child)));
    let parts = parts.join(" ");
    if head.is_empty() { parts } else { format!("({head} {parts})").replace(" )", ")") }
}

#[test]
fn what_a_text_is_read_as() {
    for (text, expected) in [
        ("a + b * c - d", "(a + (b * c) - d)"),
        (
            "a || b && c | d ^ e & f == g < h << i + j * k",
            "(a || (b && (c | (d ^ (e & (f == (g < (h << (i + (j * k))))))))))",
        ),
        ("a == b === c", "(a == b === c)"),
        ("a ** b ** c", "(a ** (b ** c))"),
        ("-a * !b", "((- a) * (! b))"),
        ("a = b += c ? d : e, f", "(, (= a (+= b (? c d e))) f)"),
        ("a ? b : c ? d : e", "(? a b (? c d e))"),
        ("typeof a.b[c](d)", "(typeof (call ([] (. a b) c) d))"),
        ("new a.b(c).d(e)", "(call (. (new (. a b) c) d) e)"),
        ("new new a(b)(c)", "(new (new a b) c)"),
        ("new a {b: 1}", "(new a (object (: b 1)))"),
        ("(a, b)", "(() (, a b))"),
        ("a++ + ++b", "((post++ a) + (++ b))"),
        ("a\n++b", "a (++ b)"),
        ("a /b/ c", "(a / b / c)"),
        ("a = /b/ / c", "(= a (/b/ / c))"),
        ("throw /nodeState.get(\"q\")/", "(throw /nodeState.get(\"q\")/)"),
        ("f`a${b}\\x`", "(taggedtemplate f (template `a` b ?))"),
        ("`\\u{61}\\n`", "(template `a\n`)"),
        ("'\\u12\\x1\\101\\u0062\\\nc'", "'u12x1Abc'"),
        ("0x1F + 010 + 08 + 0b11 + 0o17 + .5e1 + 1_0", "(31 + 8 + 8 + 3 + 15 + 5 + 10)"),
        ("10n", "10n"),
        ("[a,, b,]", "[a _ b]"),
        (
            "x = {a, 'b': 1, 2: c, get d() {}, set d(v) {}, e() {}, if: 1}",
            "(= x (object (shorthand a) (: 'b' 1) (: 2 c) (getter d (method (block))) (setter d (method v (block))) (method e (method (block))) (: if 1)))",
        ),
        ("var a, [b, {c: d}] = e", "(var (= a) (= [b (object (: c d))] e))"),
        ("const k", "(const (= k))"),
        ("let a = 1 b", "(let (= a 1)) b"),
        ("if (a) b; else if (c) d; else e", "(if a b (if c d e))"),
        ("for (var i = 0, n; i < n; i++) a", "(for (var (= i 0) (= n)) (i < n) (post++ i) a)"),
        ("for (;;) ;", "(for (empty))"),
        ("for (a in b) c", "(forin a b c)"),
        ("for each (var a in b) c", "(foreach (var (= a)) b c)"),
        ("for (let a of b) c", "(forof (let (= a)) b c)"),
        ("do a; while (b) c", "(dowhile a b) c"),
        ("switch (a) { case 1: b; default: c }", "(switch a (case 1 b) (case c))"),
        (
            "try { a } catch (e if b) { c } catch (e) { d } finally { f }",
            "(try (block a) (catch e b (block c)) (catch e (block d)) (block f))",
        ),
        ("a: b: for (;;) continue a", "(labelled a (labelled b (for (continue a))))"),
        ("with (a) b", "(with a b)"),
        ("function f(a, [b]) { return a }", "(declaration f a [b] (block (return a)))"),
        ("if (a) function f() {}", "(if a (statement f (block)))"),
        ("function f(a) a + 1", "(declaration f a (a + 1))"),
        ("function* f() { yield* a; yield b; }", "(declaration* f (block (yield a) (yield b)))"),
        ("function f() { 'use strict' }", "(declarationstrict f (block 'use strict'))"),
        ("x = a => b, c", "(, (= x (arrow a b)) c)"),
        ("x = (a, {b}) => { return a }", "(= x (arrow a (object (shorthand b)) (block (return a))))"),
        ("x = () => () => 1", "(= x (arrow (arrow 1)))"),
        ("let (a = 1) b", "(let (= a 1) b)"),
        ("x = [a * 2 for each (a in b) if (a)]", "(= x (comprehension (a * 2) (foreach a b) a))"),
        ("f(a for (a in b))", "(call f (comprehension a (forin a b)))"),
        ("x = <!-- y\n1 //z\n--> w", "(= x 1)"),
        ("v\\u0061r x", "v\\u0061r x"),
    ] {
        let Ok(script) = Script::parse(text, LanguageLevel::Es6) else {
            assert_eq!(text, expected, "refused");
            continue;
        };
        assert_eq!(shape(&script, script.root()), expected, "{text}");
    }
}

/// What the engine refuses is still read as far as it makes sense.
#[test]
fn what_is_left_of_a_refused_script() {
    for (text, expected) in [
        ("a; b c; d", "a b c d"),
        ("a; #\nb", "a b"),
        ("f(...a, b)", "(call f (refused a) b)"),
        ("x = {...a, [b]: c, d}", "(= x (object (refused a) (refused b c) (shorthand d)))"),
        ("a?.b?.[c]?.(d)", "(call ([] (. a b) c) d)"),
        ("a = b ?? c", "(= a (refused b c))"),
        ("a ||= b; c", "(a || b) c"),
        ("function f(a = 1, ...b) { c }", "(declaration f (refused a 1) (refused b) (block c))"),
        ("x = (a = 1, b) => c", "(= x (arrow (= a 1) b c))"),
        ("try { a } catch { b }", "(try (block a) (catch (block b)))"),
        ("for (const a of b) c", "(forof (const (= a)) b c)"),
        ("function f() { return await a }", "(declaration f (block (return (refused a))))"),
        (
            "class A extends B { static m() { a; return 1 } get [c]() { d } e = f; async *g(h) {} } b",
            "(refused B (method (block a (return 1))) c (method (block d)) f (method h (block))) b",
        ),
        ("async function f() { await a } b", "async (declaration f (block (refused a))) b"),
        ("if (a) { b c; d }", "(if a (block b c d))"),
        ("function f(a,) { b }", "(declaration f a (block b))"),
        ("throw new Error('x'", ""),
    ] {
        let reading = Script::read(text, LanguageLevel::Es6);
        assert!(reading.error.is_some(), "{text}");
        assert_eq!(shape(&reading.script, reading.script.root()), expected, "{text}");
    }
}
