import type { CommandContext } from '../define.ts'
import { BUILD_LOG, BUILD_ROLE, bucketName, KEY, LAB, place, PROJECT, roleArn } from './names.ts'

type Context = Pick<CommandContext, 'accountId' | 'region' | 'out'>

const IMAGE = 'aws/codebuild/amazonlinux-x86_64-standard:5.0'

/** The project’s environment, as the command line takes it. */
export function environment(context: Context, images: string): string {
  const variables = Object.entries(variablesOf(context, images)).map(
    ([name, value]) => `{name=${name},value=${value}}`,
  )
  return `--environment 'type=LINUX_CONTAINER,computeType=BUILD_GENERAL1_SMALL,image=${IMAGE},privilegedMode=true,environmentVariables=[${variables.join(',')}]'`
}

/** What the buildspec has to be told. */
export function variablesOf(context: Context, images: string): Record<string, string> {
  return {
    REPOSITORY_URI: context.out['create-source']?.['repositoryUri'] ?? '',
    EXECUTION_ROLE: context.out['prepare']?.['executionRoleArn'] ?? '',
    IMAGES: images,
  }
}

export function createProject(context: Context, images: string): string {
  return [
    `aws codebuild create-project --name ${PROJECT} --source type=S3,location=${bucketName(context)}/${KEY} --artifacts type=NO_ARTIFACTS`,
    environment(context, images),
    `--service-role ${roleArn(context, BUILD_ROLE)} --tags key=slipway-lab,value=${LAB}`,
  ].join(' ')
}

/** The commands that make the builds' role and log, and the project. */
export function createRoleAndProject(context: Context, images: string): string[] {
  return [
    `aws iam create-role --path /slipway/ --role-name ${BUILD_ROLE} --assume-role-policy-document file://codebuild-trust-policy.json --tags ${place.tag}`,
    `cat build-policy.json; aws iam put-role-policy --role-name ${BUILD_ROLE} --policy-name build --policy-document file://build-policy.json`,
    `aws logs create-log-group --log-group-name ${BUILD_LOG} --tags slipway-lab=${LAB}`,
    createProject(context, images),
  ]
}
