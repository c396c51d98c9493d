//! Block data under its content hash, in a folder or an object store that planner and executors share.
//!
//! Invariant: an object is written once, whole, and its name is the hash of its bytes; what is read was hashed again.

use crate::error::ClusterError;
use crate::limits::OBJECT_LIMIT_BYTES;
use futures::StreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use std::sync::Arc;
use url::Url;

/// Where an object is, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectRef {
    /// URI of the store.
    pub store: String,
    /// BLAKE3 of the bytes, hexadecimal: the name of the object.
    pub hash: String,
}

/// A folder (`file:///...`) or an object store.
#[derive(Clone, Debug)]
pub struct BlockStore {
    uri: String,
    inner: Arc<dyn ObjectStore>,
    folder: Path,
}

impl BlockStore {
    /// Opens a store by its URI. A folder is made if it is not there.
    ///
    /// # Errors
    /// [`ClusterError::Store`].
    pub fn open(uri: &str) -> Result<Self, ClusterError> {
        let failed = |reason: String| ClusterError::Store {
            place: uri.to_owned(),
            reason,
        };
        let url = Url::parse(uri).map_err(|error| failed(error.to_string()))?;
        if let ("file", Ok(folder)) = (url.scheme(), url.to_file_path()) {
            std::fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
        }
        let (inner, folder) = object_store::parse_url(&url).map_err(|error| failed(error.to_string()))?;
        Ok(Self {
            uri: uri.trim_end_matches('/').to_owned(),
            inner: Arc::from(inner),
            folder,
        })
    }

    /// The URI it was opened by.
    #[must_use]
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// Writes an object unless it is there. An object appears whole or not at all.
    ///
    /// # Errors
    /// [`ClusterError::TooLarge`]; [`ClusterError::Store`] when it cannot be written.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<ObjectRef, ClusterError> {
        check_size(bytes.len() as u64)?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let place = self.place(&hash);
        let size = bytes.len() as u64;
        let is_there = self.inner.head(&place).await.is_ok_and(|meta| meta.size == size);
        if !is_there {
            let put = self.inner.put(&place, PutPayload::from(bytes)).await;
            put.map_err(|error| self.failed(&hash, &error))?;
        }
        Ok(ObjectRef {
            store: self.uri.clone(),
            hash,
        })
    }

    /// Reads an object of this store and checks that it is what its name says.
    ///
    /// # Errors
    /// [`ClusterError::Store`], [`ClusterError::TooLarge`], [`ClusterError::Torn`].
    pub async fn get(&self, hash: &str) -> Result<Vec<u8>, ClusterError> {
        if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ClusterError::Malformed {
                what: format!("{hash:?} is not a content hash"),
            });
        }
        let found = self.inner.get(&self.place(hash)).await;
        let found = found.map_err(|error| self.failed(hash, &error))?;
        check_size(found.meta.size)?;
        let mut bytes = Vec::new();
        let mut stream = found.into_stream();
        while let Some(part) = stream.next().await {
            bytes.extend_from_slice(&part.map_err(|error| self.failed(hash, &error))?);
            check_size(bytes.len() as u64)?;
        }
        if blake3::hash(&bytes).to_hex().as_str() != hash {
            return Err(ClusterError::Torn {
                place: format!("{}/{hash}", self.uri),
            });
        }
        Ok(bytes)
    }

    fn place(&self, hash: &str) -> Path {
        self.folder.clone().join(hash)
    }

    fn failed(&self, hash: &str, error: &object_store::Error) -> ClusterError {
        ClusterError::Store {
            place: format!("{}/{hash}", self.uri),
            reason: error.to_string(),
        }
    }
}

fn check_size(bytes: u64) -> Result<(), ClusterError> {
    if bytes > OBJECT_LIMIT_BYTES {
        return Err(ClusterError::TooLarge {
            what: "block data",
            bytes,
            limit: OBJECT_LIMIT_BYTES,
            advice: "plan fewer commodities or periods at once",
        });
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, BlockStore) {
        let folder = tempfile::tempdir().unwrap();
        let uri = Url::from_directory_path(folder.path()).unwrap();
        let store = BlockStore::open(uri.as_str()).unwrap();
        (folder, store)
    }

    #[tokio::test]
    async fn what_is_put_comes_back() {
        let (_folder, store) = store();
        let at = store.put(b"numbers".to_vec()).await.unwrap();
        assert_eq!(store.put(b"numbers".to_vec()).await.unwrap(), at);
        assert_eq!(store.get(&at.hash).await.unwrap(), b"numbers");
    }

    #[tokio::test]
    async fn a_torn_object_is_refused_and_written_again() {
        let (folder, store) = store();
        let at = store.put(b"numbers".to_vec()).await.unwrap();
        std::fs::write(folder.path().join(&at.hash), b"numb").unwrap();
        assert!(matches!(store.get(&at.hash).await, Err(ClusterError::Torn { .. })));
        store.put(b"numbers".to_vec()).await.unwrap();
        assert_eq!(store.get(&at.hash).await.unwrap(), b"numbers");
    }

    #[tokio::test]
    async fn a_name_that_is_no_hash_reaches_no_file() {
        let (_folder, store) = store();
        for name in ["../secret", "", &"z".repeat(64)] {
            assert!(matches!(store.get(name).await, Err(ClusterError::Malformed { .. })));
        }
    }
}
