/** A refused or failed request: any status ≥ 400. */
export interface ApiError {
  /** Stable, such as `unknown-lab`, `account-not-confirmed`, `not-signed-in`. */
  code: string
  /** What happened, what was got, what was expected. */
  message: string
  /** What to do next. */
  next: string
}
