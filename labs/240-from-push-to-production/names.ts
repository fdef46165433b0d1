import type { CommandContext } from '../define.ts'
import { placeOf } from '../parts/place.ts'

export const LAB = 'from-push-to-production'
export const place = placeOf({ lab: LAB, name: 'launch' })

export const GROUPS = ['launch']
export const LISTENERS = { listenerArn: { port: 80, group: 'launch' } }
/** Repository, project and rule have the service's name. */
export const PROJECT = place.name
export const BUILD_ROLE = 'launch-build'
export const START_ROLE = 'launch-start'
export const BUILD_LOG = `/aws/codebuild/${PROJECT}`
export const KEY = 'source.zip'

type Place = Pick<CommandContext, 'accountId' | 'region'>

/** Bucket names are unique in the whole world, so the account's number is in it. */
export function bucketName({ accountId, region }: Place): string {
  return `slipway-launch-${accountId}-${region}`
}

export function roleArn({ accountId }: Place, name: string): string {
  return `arn:aws:iam::${accountId}:role/slipway/${name}`
}

/** The command that changes the version in the Dockerfile. */
export function setVersion(version: string): string {
  return `sed -i.old 's/^ENV APP_VERSION=.*/ENV APP_VERSION=${version}/' app/Dockerfile && rm app/Dockerfile.old`
}

/** The push: what is in app/ goes into the bucket. */
export function push(context: Place): string[] {
  return [
    `rm -f ${KEY}; python3 -m zipfile -c ${KEY} app/*`,
    `aws s3 cp ${KEY} s3://${bucketName(context)}/${KEY}`,
    `sleep 3; aws codebuild list-builds-for-project --project-name ${PROJECT} --query 'ids[0]' --output text`,
  ]
}
