import type { CommandContext } from '../define.ts'
import { bucketName, KEY, place, PROJECT, roleArn, START_ROLE } from './names.ts'

type Place = Pick<CommandContext, 'accountId' | 'region'>

export function putRule(context: Place, bucket = bucketName(context)): string {
  const pattern = JSON.stringify({
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucket] }, object: { key: [KEY] } },
  })
  return `aws events put-rule --name ${place.name} --event-pattern '${pattern}' --tags ${place.tag}`
}

/** Which version is to be built, the event says: what comes meanwhile is the next build's. */
export function putTarget(context: Place): string {
  const { accountId, region } = context
  const target = {
    Id: 'build',
    Arn: `arn:aws:codebuild:${region}:${accountId}:project/${PROJECT}`,
    RoleArn: roleArn(context, START_ROLE),
    InputTransformer: {
      InputPathsMap: { version: '$.detail.object.version-id' },
      InputTemplate: '{"sourceVersion": <version>}',
    },
  }
  return `aws events put-targets --rule ${place.name} --targets '${JSON.stringify([target])}'`
}

/** The commands that make EventBridge's role, the rule, and its target. */
export function createRule(context: Place): string[] {
  return [
    `aws iam create-role --path /slipway/ --role-name ${START_ROLE} --assume-role-policy-document file://events-trust-policy.json --tags ${place.tag}`,
    `aws iam put-role-policy --role-name ${START_ROLE} --policy-name start --policy-document file://start-policy.json`,
    putRule(context),
    putTarget(context),
  ]
}
