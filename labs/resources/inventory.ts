/** Something of a lab that stands in the account. */
export interface InventoryItem {
  /** As the ledger writes it, such as `ecs:service`. */
  type: string
  /** ARN, or the id where AWS has no ARN. */
  id: string
  /** For the learner: `service web`. */
  label: string
  /** Lower is deleted earlier. */
  order: number
  /** Why it is not deleted although it was found, such as a tag that is gone. */
  kept?: string
}

/** How a teardown is stopped, and whom it tells. */
export interface TeardownOptions {
  signal: AbortSignal
  /** One line on what is being done, such as `Deleting service web`. */
  report: (message: string) => void
}
