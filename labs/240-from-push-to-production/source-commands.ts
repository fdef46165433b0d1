import type { CommandContext } from '../define.ts'
import { bucketName, place } from './names.ts'

type Place = Pick<CommandContext, 'accountId' | 'region'>

export function keepVersions(context: Place): string {
  return `aws s3api put-bucket-versioning --bucket ${bucketName(context)} --versioning-configuration Status=Enabled`
}

export function tellEventBridge(context: Place): string {
  return `aws s3api put-bucket-notification-configuration --bucket ${bucketName(context)} --notification-configuration '{"EventBridgeConfiguration":{}}'`
}

/** The commands that make the repository, and the bucket that keeps versions and tells of what comes. */
export function createSource(context: Place): string[] {
  const bucket = bucketName(context)
  return [
    `aws ecr create-repository --repository-name ${place.name} --tags ${place.tag}`,
    `aws s3 mb s3://${bucket}`,
    `aws s3api put-bucket-tagging --bucket ${bucket} --tagging 'TagSet=[{${place.tag}}]'`,
    keepVersions(context),
    tellEventBridge(context),
  ]
}
