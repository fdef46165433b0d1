/** An error whose message is meant for the one who asked. Say what happened, and what to do next. */
export class AppError extends Error {
  readonly status: number
  /** Stable, for programs. */
  readonly code: string

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.status = status
    this.code = code
  }
}
