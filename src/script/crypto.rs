//! Bytes, base64, digests and HMAC for `utils`.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde_json::Value as Json;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// `{text}` as UTF-8, or `{bytes}`.
pub(super) fn bytes(given: &Json) -> Vec<u8> {
    if let Some(text) = given.get("text").and_then(Json::as_str) {
        return text.as_bytes().to_vec();
    }
    let list = given.get("bytes").and_then(Json::as_array);
    list.into_iter().flatten().map(|byte| byte.as_u64().unwrap_or_default() as u8).collect()
}

pub(super) fn encode(alphabet: &str, data: &[u8]) -> String {
    if alphabet == "base64url" { URL_SAFE_NO_PAD.encode(data) } else { STANDARD.encode(data) }
}

pub(super) fn decode(alphabet: &str, text: &str) -> Result<Vec<u8>, String> {
    let bare = text.trim_end_matches('=');
    let decoded = if alphabet == "base64url" {
        URL_SAFE_NO_PAD.decode(bare)
    } else {
        base64::engine::general_purpose::STANDARD_NO_PAD.decode(bare)
    };
    decoded.map_err(|_| format!("the text is not {alphabet}"))
}

pub(super) fn digest(algorithm: &str, data: &[u8]) -> Result<Vec<u8>, String> {
    match algorithm.to_uppercase().replace("SHA-", "SHA").as_str() {
        "MD5" => Ok(md5::Md5::digest(data).to_vec()),
        "SHA1" => Ok(Sha1::digest(data).to_vec()),
        "SHA256" => Ok(Sha256::digest(data).to_vec()),
        "SHA384" => Ok(Sha384::digest(data).to_vec()),
        "SHA512" => Ok(Sha512::digest(data).to_vec()),
        _ => Err(format!("unknown digest algorithm {algorithm}")),
    }
}

pub(super) fn hmac(algorithm: &str, key: &[u8], data: &[u8]) -> Result<Vec<u8>, String> {
    macro_rules! sign {
        ($hash:ty) => {{
            let mut mac = Hmac::<$hash>::new_from_slice(key).map_err(|error| error.to_string())?;
            mac.update(data);
            Ok(mac.finalize().into_bytes().to_vec())
        }};
    }
    match algorithm.to_uppercase().replace("SHA-", "SHA").trim_start_matches("HMAC") {
        "SHA1" => sign!(Sha1),
        "SHA256" => sign!(Sha256),
        "SHA384" => sign!(Sha384),
        "SHA512" => sign!(Sha512),
        _ => Err(format!("unknown HMAC algorithm {algorithm}")),
    }
}
