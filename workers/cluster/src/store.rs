//! Block data under its content hash, in a folder or an object store that planner and executors share.
//!
//! Invariant: an object is written once, whole, and its name is the hash of its bytes; what is read was hashed again. No
//! call waits longer than its limit.

use crate::error::ClusterError;
use crate::limits::{OBJECT_LIMIT_BYTES, STORE, STORE_BYTES_A_SECOND};
use futures::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
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
    /// How long a call may be silent.
    silence: Duration,
}

impl BlockStore {
    /// Opens a store by its URI. A folder is made if it is not there.
    ///
    /// # Errors
    /// [`ClusterError::StorePlace`].
    pub fn open(uri: &str) -> Result<Self, ClusterError> {
        let failed = |reason: String| ClusterError::StorePlace {
            seen: uri.to_owned(),
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
            silence: STORE,
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
    /// [`ClusterError::TooLarge`]; [`ClusterError::Store`] when it cannot be written; [`ClusterError::StoreSilent`].
    pub async fn put(&self, bytes: Vec<u8>) -> Result<ObjectRef, ClusterError> {
        let size = bytes.len() as u64;
        check_size(size)?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let place = self.place(&hash);
        let head = self.within(self.silence, &hash, self.inner.head(&place)).await;
        match head {
            Ok(meta) if meta.size == size => {}
            Err(silent @ ClusterError::StoreSilent { .. }) => return Err(silent),
            _ => {
                let limit = self.silence + Duration::from_secs(size / STORE_BYTES_A_SECOND);
                let put = self.inner.put(&place, PutPayload::from(bytes));
                self.within(limit, &hash, put).await?;
            }
        }
        Ok(ObjectRef {
            store: self.uri.clone(),
            hash,
        })
    }

    /// Reads an object of this store and checks that it is what its name says.
    ///
    /// # Errors
    /// [`ClusterError::Store`], [`ClusterError::StoreSilent`], [`ClusterError::TooLarge`], [`ClusterError::Torn`].
    pub async fn get(&self, hash: &str) -> Result<Vec<u8>, ClusterError> {
        if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ClusterError::Malformed {
                what: format!("{hash:?} is not a content hash"),
            });
        }
        let place = self.place(hash);
        let found = self.within(self.silence, hash, self.inner.get(&place)).await?;
        check_size(found.meta.size)?;
        let mut bytes = Vec::new();
        let mut stream = found.into_stream();
        while let Some(part) = self.within(self.silence, hash, stream.try_next()).await? {
            bytes.extend_from_slice(&part);
            check_size(bytes.len() as u64)?;
        }
        if blake3::hash(&bytes).to_hex().as_str() != hash {
            return Err(ClusterError::Torn {
                place: format!("{}/{hash}", self.uri),
            });
        }
        Ok(bytes)
    }

    /// Removes an object.
    ///
    /// # Errors
    /// [`ClusterError::Store`], [`ClusterError::StoreSilent`].
    pub(crate) async fn remove(&self, hash: &str) -> Result<(), ClusterError> {
        let place = self.place(hash);
        self.within(self.silence, hash, self.inner.delete(&place)).await
    }

    /// What a call gives, if it does in time.
    async fn within<T>(
        &self,
        limit: Duration,
        hash: &str,
        call: impl Future<Output = object_store::Result<T>>,
    ) -> Result<T, ClusterError> {
        let silent = |_| ClusterError::StoreSilent {
            place: format!("{}/{hash}", self.uri),
            seconds: limit.as_secs(),
        };
        let called = timeout(limit, call).await.map_err(silent)?;
        called.map_err(|error| self.failed(hash, &error))
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
    use object_store::memory::InMemory;
    use object_store::throttle::{ThrottleConfig, ThrottledStore};

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

    /// A store of which some calls take an hour.
    fn slow(slow: impl FnOnce(&mut ThrottleConfig)) -> BlockStore {
        let mut waits = ThrottleConfig::default();
        slow(&mut waits);
        BlockStore {
            uri: "memory:///".to_owned(),
            inner: Arc::new(ThrottledStore::new(InMemory::new(), waits)),
            folder: Path::default(),
            silence: Duration::from_millis(100),
        }
    }

    #[tokio::test]
    async fn a_store_that_does_not_answer_is_given_up_and_named() {
        let hour = Duration::from_secs(3600);
        let looks = slow(|waits| waits.wait_get_per_call = hour);
        let writes = slow(|waits| waits.wait_put_per_call = hour);
        for silent in [
            looks.put(b"numbers".to_vec()).await,
            writes.put(b"numbers".to_vec()).await,
        ] {
            let error = silent.unwrap_err();
            assert!(matches!(error, ClusterError::StoreSilent { .. }), "{error}");
            assert!(error.to_string().contains("memory:///"), "{error}");
        }
        let error = looks.get(&"a".repeat(64)).await.unwrap_err();
        assert!(matches!(error, ClusterError::StoreSilent { .. }), "{error}");
        let parts = slow(|waits| waits.wait_get_per_byte = hour);
        let at = parts.put(b"numbers".to_vec()).await.unwrap();
        let error = parts.get(&at.hash).await.unwrap_err();
        assert!(matches!(error, ClusterError::StoreSilent { .. }), "{error}");
    }

    #[test]
    fn what_is_no_place_is_the_caller_s_fault() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let in_the_way = Url::from_file_path(file.path()).unwrap();
        for uri in ["nonsense", "ftp://host/blocks", "", in_the_way.as_str()] {
            let error = BlockStore::open(uri).unwrap_err();
            assert!(error.is_input(), "{uri}: {error}");
        }
    }

    #[tokio::test]
    async fn a_name_that_is_no_hash_reaches_no_file() {
        let (_folder, store) = store();
        for name in ["../secret", "", &"z".repeat(64)] {
            assert!(matches!(store.get(name).await, Err(ClusterError::Malformed { .. })));
        }
    }
}
