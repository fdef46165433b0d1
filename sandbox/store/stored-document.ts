/** One stored document, as snapshots carry it. */
export interface StoredDocument {
  region: string
  kind: string
  id: string
  body: unknown
}
