/** Days that a version of an object is kept after it was replaced or deleted. */
const NONCURRENT_DAYS = 90;
/** Days after which the parts of an upload are gone that nobody completed. */
const UPLOAD_DAYS = 7;

/**
 * What every bucket has: who replaces or deletes an object can be undone for some months, and nothing is paid for that nobody
 * can use. Inside of the bucket, although the provider prefers resources of their own: on a live bucket this is a change in
 * place, the resources would be creations.
 *
 * Source: S3 User Guide, "Retaining multiple versions of objects with S3 Versioning" and "Lifecycle configuration elements".
 */
export const lifecycleRule = [
  {
    id: "former-versions-and-unfinished-uploads",
    enabled: true,
    abortIncompleteMultipartUploadDays: UPLOAD_DAYS,
    noncurrentVersionExpiration: { days: NONCURRENT_DAYS },
    // The mark of an object that was deleted, once its versions are gone.
    expiration: { expiredObjectDeleteMarker: true },
  },
];

export const versioning = { enabled: true };
