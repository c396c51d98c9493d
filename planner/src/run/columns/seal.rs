//! A checksum inside an Arrow file, looked at before anything is decoded.
//!
//! An Arrow file says in its footer where its batches are, so bytes between the last batch and the footer belong to nobody:
//! the seal lies there, and every reader of the format still opens the file.

/// What a seal begins with.
const TAG: &[u8; 8] = b"CPSEAL01";
/// Tag and BLAKE3 of every byte but the seal's own.
const SEAL_BYTES: usize = TAG.len() + blake3::OUT_LEN;
/// The file's last bytes: the magic word.
const MAGIC: &[u8; 6] = b"ARROW1";
/// Footer's length, four bytes, and the magic word.
const TAIL_BYTES: usize = 4 + MAGIC.len();

/// Puts a seal into a finished Arrow file; bytes that are no such file stay as they are, and will not be taken for sealed.
pub(super) fn seal(mut file: Vec<u8>) -> Vec<u8> {
    let Some(footer) = footer_start(&file) else {
        return file;
    };
    let digest = digest(&file[..footer], &file[footer..]);
    let seal = TAG.iter().chain(digest.as_bytes()).copied();
    file.splice(footer..footer, seal);
    file
}

/// Whether the bytes are an Arrow file whose seal holds.
pub(super) fn is_sealed(file: &[u8]) -> bool {
    let Some(footer) = footer_start(file) else {
        return false;
    };
    let Some(start) = footer.checked_sub(SEAL_BYTES) else {
        return false;
    };
    let (tag, stated) = file[start..footer].split_at(TAG.len());
    tag == TAG && stated == digest(&file[..start], &file[footer..]).as_bytes()
}

fn digest(before: &[u8], after: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before).update(after);
    hasher.finalize()
}

fn footer_start(file: &[u8]) -> Option<usize> {
    let tail = file.len().checked_sub(TAIL_BYTES)?;
    let (length, magic) = file[tail..].split_at(4);
    let length = u32::from_le_bytes(length.try_into().ok()?) as usize;
    if magic == MAGIC && file.starts_with(MAGIC) {
        tail.checked_sub(length)
    } else {
        None
    }
}
