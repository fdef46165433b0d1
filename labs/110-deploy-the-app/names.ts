import type { CommandContext } from '../define.ts'

/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'deploy-the-app'

/** The tag in ECS's spelling, then in everybody else's. */
export const ecsTag = `key=slipway-lab,value=${LAB}`
export const tag = `Key=slipway-lab,Value=${LAB}`

export const CLUSTER = 'app'
export const SERVICE = 'app'
export const PORT = 8080
export const HEALTH_CHECK_PATH = '/health/ready'
export const LOG_GROUP = '/ecs/app'
export const DATABASE = 'app'
export const EXECUTION_ROLE = 'app-execution'
export const TASK_ROLE = 'app-task'
export const TASKS = 2

/** Bucket names are unique in the whole world, so the account's number is in it. */
export function bucketName({ accountId, region }: Pick<CommandContext, 'accountId' | 'region'>): string {
  return `slipway-app-${accountId}-${region}`
}

/** What the app does in the bucket: on the bucket itself, and on the objects below uploads/. */
export const BUCKET_ACTIONS = ['s3:ListBucket', 's3:ListBucketMultipartUploads']
export const OBJECT_ACTIONS = ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload']
