/**
 * What no time scale may shorten: programs start, answer and close at their own speed. Milliseconds of the wall clock.
 */

/** A task that does not answer yet is not called unhealthy before. */
export const LEAST_START_MS = 8_000

/** From SIGTERM to SIGKILL, unless stopTimeout is shorter: requests under way need their time. */
export const LEAST_STOP_MS = 10_000

/** For one run of a container's health check. */
export const LEAST_CHECK_TIMEOUT_MS = 1_000
