import { AwsError } from '../operation.ts'

/** The refusal of a snapshot that would have to leave something out, such as `the file system fs-1`. */
export function snapshotTooLarge(what: string, mostBytes: number): AwsError {
  const most = `${Math.floor(mostBytes / 1024 / 1024)} MiB`
  return new AwsError(
    'SnapshotTooLarge',
    `${what} is more than a snapshot can carry, which is ${most}. Nothing was saved. Delete some of it, and save again.`,
  )
}
