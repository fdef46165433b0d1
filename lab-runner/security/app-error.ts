export interface AppErrorOptions {
  /** What the learner does next. */
  next: string
  cause?: unknown
}

/** A refusal or failure that the learner may read. Anything else becomes a masked 500. */
export class AppError extends Error {
  /** Stable, such as `unknown-lab`. */
  readonly code: string
  /** HTTP status. */
  readonly status: number
  readonly next: string

  constructor(code: string, status: number, message: string, { next, cause }: AppErrorOptions) {
    super(message, { cause })
    this.name = 'AppError'
    this.code = code
    this.status = status
    this.next = next
  }
}
