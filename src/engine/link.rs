//! Reading a redirect URI.

use uuid::Uuid;

/// The transaction id in a link, if it is one: `authIndexType=transaction` and a UUID in
/// `authIndexValue`, in the query or in the fragment, in any order.
pub fn transaction_of(link: &str) -> Option<Uuid> {
    let query = &link[link.find(['?', '#'])? + 1..];
    let parameter = |name: &str| {
        query.split(['&', '?', '#']).find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (key == name).then_some(value)
        })
    };
    if parameter("authIndexType")? != "transaction" {
        return None;
    }
    Uuid::try_parse(parameter("authIndexValue")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_in_query_and_fragment_and_nowhere_else() {
        let id = "7f3a91c2-6b1e-4a77-9d0e-2f1c55aa0b42";
        for link in [
            format!("https://x/am/UI/Login?realm=/alpha&authIndexType=transaction&authIndexValue={id}"),
            format!("https://x/am/XUI/?authIndexValue={id}&authIndexType=transaction#/"),
            format!("https://x/#login?authIndexType=transaction&authIndexValue={id}"),
        ] {
            assert_eq!(transaction_of(&link).map(|id| id.to_string()).as_deref(), Some(id), "{link}");
        }
        for link in [
            "",
            "nonsense",
            "https://x?authIndexType=service&authIndexValue=Login",
            "?authIndexType=transaction&authIndexValue=zz",
        ] {
            assert_eq!(transaction_of(link), None, "{link}");
        }
    }
}
