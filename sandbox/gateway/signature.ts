/** What a SigV4 request says of its signature, in the Authorization header or in its query. */
export interface Signature {
  accessKeyId: string
  /** `20261001` */
  date: string
  region: string
  /** Service of the credential scope. */
  signingName: string
  /** Lower case, sorted as sent. */
  signedHeaders: string[]
  signature: string
  /** `20261001T090000Z` */
  timestamp: string
  securityToken: string | undefined
  /** Seconds a presigned URL is valid for; undefined for a signed header. */
  expires: number | undefined
  /** Of a presigned URL of Signature Version 2, in milliseconds since the epoch. */
  expiresAt?: number
}
