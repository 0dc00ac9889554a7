//! The syntax tree: nodes in one list, children named by their place in it.

use super::operator::{AssignOperator, BinaryOperator, UnaryOperator, UpdateOperator};
use super::span::Span;

/// The name of a node of one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

/// A node: what it is and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Its text, from its first to its last token.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// Several nodes in the order of the text.
pub type Nodes = Box<[NodeId]>;

/// What a node is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum NodeKind {
    /// The whole script.
    Script(Nodes),

    /// `;`
    Empty,
    /// An expression as a statement.
    Expression(NodeId),
    /// `var`, `let` or `const`; its parts are `Declarator`s.
    Declaration(DeclarationKind, Nodes),
    /// One name or pattern of a declaration.
    Declarator {
        /// A name, or an array or object that is taken apart.
        target: NodeId,
        /// What it starts as.
        value: Option<NodeId>,
    },
    /// `{ .. }`
    Block(Nodes),
    /// `if`
    If {
        /// The condition.
        test: NodeId,
        /// What is done then.
        then: NodeId,
        /// What is done else.
        otherwise: Option<NodeId>,
    },
    /// `while`
    While {
        /// The condition.
        test: NodeId,
        /// The body.
        body: NodeId,
    },
    /// `do .. while`
    DoWhile {
        /// The body.
        body: NodeId,
        /// The condition.
        test: NodeId,
    },
    /// `for (..; ..; ..)`
    For {
        /// A declaration or an expression.
        start: Option<NodeId>,
        /// The condition.
        test: Option<NodeId>,
        /// What is done after each turn.
        update: Option<NodeId>,
        /// The body.
        body: NodeId,
    },
    /// `for (.. in ..)`, `for each (.. in ..)` or `for (.. of ..)`
    ForIn {
        /// Which of them.
        kind: ForInKind,
        /// A declaration or an expression.
        target: NodeId,
        /// What is gone through.
        object: NodeId,
        /// The body.
        body: NodeId,
    },
    /// `switch`; its parts are `Case`s.
    Switch {
        /// What is compared.
        subject: NodeId,
        /// The cases.
        cases: Nodes,
    },
    /// `case ..:` or, without test, `default:`
    Case {
        /// What it is compared with.
        test: Option<NodeId>,
        /// The statements.
        body: Nodes,
    },
    /// `try`; a script may have several `Catch`es, all but the last with a condition.
    Try {
        /// The block that is tried.
        block: NodeId,
        /// The handlers.
        catches: Nodes,
        /// The block that is run at last.
        finally: Option<NodeId>,
    },
    /// `catch (name if condition) { .. }`
    Catch {
        /// The name of what was thrown; none only where the script is refused.
        parameter: Option<NodeId>,
        /// Whether this handler takes it.
        condition: Option<NodeId>,
        /// A block.
        body: NodeId,
    },
    /// `throw`
    Throw(NodeId),
    /// `return`
    Return(Option<NodeId>),
    /// `break`, with its label
    Break(Option<NodeId>),
    /// `continue`, with its label
    Continue(Option<NodeId>),
    /// `with (object) body`
    With {
        /// The object.
        object: NodeId,
        /// The body.
        body: NodeId,
    },
    /// `label: body`
    Labelled {
        /// A `Label`.
        label: NodeId,
        /// The statement.
        body: NodeId,
    },
    /// `debugger`
    Debugger,
    /// `let (a = 1) ..` as statement (the body is a block or an expression) or expression.
    Let {
        /// `Declarator`s.
        declarators: Nodes,
        /// The body.
        body: NodeId,
    },
    /// A function in any of its forms.
    Function(Box<Function>),

    /// A name that is read, written or declared. Property names are `Key`s, labels are `Label`s.
    Name(Box<str>),
    /// The label of a statement.
    Label(Box<str>),
    /// A number; its text is the node's.
    Number(f64),
    /// `12n`: the text without separators and `n`.
    BigInt(Box<str>),
    /// A text in quotes. Half surrogate pairs are replaced here; `text_units` has them.
    String(Box<str>),
    /// A template: one text more than expressions.
    Template {
        /// `TemplateText`s.
        texts: Nodes,
        /// What stands in the holes.
        values: Nodes,
    },
    /// A piece of a template: what it means; nothing where it has an escape that is none, which only a tag takes.
    TemplateText(Option<Box<str>>),
    /// A template with a function before it.
    TaggedTemplate {
        /// The function.
        tag: NodeId,
        /// A `Template`.
        template: NodeId,
    },
    /// `/pattern/flags`
    RegExp {
        /// The text between the slashes.
        pattern: Span,
        /// The letters after them.
        flags: Span,
    },
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// `this`
    This,
    /// `[..]`, holes included; also a pattern that is assigned to or declared.
    Array(Box<[Option<NodeId>]>),
    /// `{..}`; its parts are `Property`s; also a pattern that is assigned to or declared.
    Object(Nodes),
    /// One property of an object.
    Property {
        /// How it is written.
        kind: PropertyKind,
        /// A `Key`, `String`, `Number` or `BigInt`.
        key: NodeId,
        /// Its value; for a shorthand a `Name` at the key's place; for a method its `Function`.
        value: NodeId,
    },
    /// The name of a property where it stands without quotes.
    Key(Box<str>),
    /// `callee(arguments)`
    Call {
        /// What is called.
        callee: NodeId,
        /// With what.
        arguments: Nodes,
    },
    /// `new callee(arguments) { .. }`
    New {
        /// What is made.
        callee: NodeId,
        /// With what; none where there are no parentheses.
        arguments: Option<Nodes>,
        /// An `Object` whose properties the new object gets.
        initializer: Option<NodeId>,
    },
    /// `object.property`
    Member {
        /// The object.
        object: NodeId,
        /// A `Key`.
        property: NodeId,
    },
    /// `object[index]`
    Index {
        /// The object.
        object: NodeId,
        /// The index.
        index: NodeId,
    },
    /// `!a`, `typeof a`, `delete a` ..
    Unary(UnaryOperator, NodeId),
    /// `++a`, `a--` ..
    Update {
        /// The operator.
        operator: UpdateOperator,
        /// Whether it stands before the operand.
        prefix: bool,
        /// What is changed.
        operand: NodeId,
    },
    /// `a + b - c`: operands joined from left to right by operators of one precedence.
    Binary {
        /// The operand at the left.
        first: NodeId,
        /// Each operator with the operand at its right.
        rest: Box<[(BinaryOperator, NodeId)]>,
    },
    /// `a = b`, `a += b` ..
    Assign {
        /// The operator.
        operator: AssignOperator,
        /// What is changed.
        target: NodeId,
        /// To what.
        value: NodeId,
    },
    /// `test ? then : otherwise`
    Conditional {
        /// The condition.
        test: NodeId,
        /// The value then.
        then: NodeId,
        /// The value else.
        otherwise: NodeId,
    },
    /// `a, b, c`
    Sequence(Nodes),
    /// `yield a` and `yield* a`
    Yield {
        /// Whether it goes through another generator.
        delegate: bool,
        /// What is handed out.
        value: Option<NodeId>,
    },
    /// `(a)`
    Parenthesized(NodeId),
    /// `[element for (..) if (..)]` or, in parentheses, a generator expression.
    Comprehension {
        /// Which of them.
        kind: ComprehensionKind,
        /// What each turn gives.
        element: NodeId,
        /// `ComprehensionLoop`s, the outermost first.
        loops: Nodes,
        /// Whether a turn counts.
        condition: Option<NodeId>,
    },
    /// `for (target in object)` inside a comprehension.
    ComprehensionLoop {
        /// Which kind of loop.
        kind: ForInKind,
        /// A name or a pattern.
        target: NodeId,
        /// What is gone through.
        object: NodeId,
    },

    /// A construct that the engine refuses, with the parts of it that could be read: no accepted script has one.
    Refused(Nodes),
}

/// A function.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// How it is written.
    pub form: FunctionForm,
    /// A `Name`.
    pub name: Option<NodeId>,
    /// Names and patterns.
    pub parameters: Nodes,
    /// A `Block`; for an arrow function or an expression closure, an expression.
    pub body: NodeId,
    /// Whether it is written with `*`.
    pub is_generator: bool,
    /// Whether it yields: without `*` it is a generator of the old kind.
    pub yields: bool,
    /// Whether it is strict code.
    pub is_strict: bool,
}

/// How a function is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FunctionForm {
    /// A statement among those of the script or of a function.
    Declaration,
    /// A statement inside another statement.
    Statement,
    /// An expression.
    Expression,
    /// `a => ..`
    Arrow,
    /// The function of a getter, setter or method.
    Method,
}

/// The word that declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeclarationKind {
    /// `var`
    Var,
    /// `let`
    Let,
    /// `const`
    Const,
}

/// What a loop over an object gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ForInKind {
    /// Its keys.
    In,
    /// Its values, `for each`.
    Each,
    /// What it iterates over.
    Of,
}

/// How a property is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PropertyKind {
    /// `key: value`
    Value,
    /// `key`
    Shorthand,
    /// `get key() {}`
    Getter,
    /// `set key(value) {}`
    Setter,
    /// `key() {}`
    Method,
}

/// What a comprehension makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComprehensionKind {
    /// An array.
    Array,
    /// A generator.
    Generator,
}
