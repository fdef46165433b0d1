import type { CommandContext } from '../define.ts'

/** The lab's id, as its tag and label `slipway-lab` have it. */
export const LAB = 'build-in-codebuild'
export const tag = `Key=slipway-lab,Value=${LAB}`

export const REPOSITORY = 'parcel'
export const PROJECT = 'parcel'
export const ROLE = 'parcel-build'
export const POLICY = 'build'
export const LOG_GROUP = `/aws/codebuild/${PROJECT}`
export const KEY = 'source.zip'
export const IMAGE = 'aws/codebuild/amazonlinux-x86_64-standard:5.0'

type Place = Pick<CommandContext, 'accountId' | 'region'>

/** Bucket names are unique in the whole world, so the account's number is in it. */
export function bucketName({ accountId, region }: Place): string {
  return `slipway-build-${accountId}-${region}`
}

/** The commands that pack what is in app/, and put it where the project looks for it. */
export const zip = `rm -f ${KEY}; python3 -m zipfile -c ${KEY} app/*`
export function upload(place: Place): string {
  return `aws s3 cp ${KEY} s3://${bucketName(place)}/${KEY}`
}

export const start = `aws codebuild start-build --project-name ${PROJECT} --query 'build.{id:id,number:buildNumber,phase:currentPhase}'`
export const allowBuild = `aws iam put-role-policy --role-name ${ROLE} --policy-name ${POLICY} --policy-document file://build-policy.json`

/** A project's environment, as the command line takes it. */
export function environment({ out }: Pick<CommandContext, 'out'>, more = ',privilegedMode=true'): string {
  const uri = out['create-repository']?.['repositoryUri'] ?? ''
  return `--environment 'type=LINUX_CONTAINER,computeType=BUILD_GENERAL1_SMALL,image=${IMAGE},environmentVariables=[{name=REPOSITORY_URI,value=${uri}}]${more}'`
}

export function setEnvironment(context: Pick<CommandContext, 'out'>): string {
  return `aws codebuild update-project --name ${PROJECT} ${environment(context)}`
}

export function createProject(context: CommandContext, more?: string): string {
  const roleArn = context.out['create-role']?.['roleArn'] ?? ''
  return `aws codebuild create-project --name ${PROJECT} --source type=S3,location=${bucketName(context)}/${KEY} --artifacts type=NO_ARTIFACTS ${environment(context, more)} --service-role ${roleArn} --tags key=slipway-lab,value=${LAB}`
}
