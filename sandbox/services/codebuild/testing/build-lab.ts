import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  StartBuildCommand,
  type Build,
  type CreateProjectCommandInput,
  type StartBuildCommandInput,
} from '@aws-sdk/client-codebuild'
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { zipSync } from 'fflate'
import type { AccountKey } from '../../../gateway/accounts.ts'
import type { RunningSandbox } from '../../../start.ts'

/** A learner's account with what a build needs: a role, a bucket, clients. */
export interface BuildLab {
  accountId: string
  config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
  codebuild: CodeBuildClient
  s3: S3Client
  bucket: string
  roleArn: string
  /** Puts files as a zip into the bucket; answers the location of a source. */
  putSource(files: Record<string, string>, key?: string): Promise<string>
  createRole(name: string, actions: string[], service?: string): Promise<string>
  createProject(more?: Partial<CreateProjectCommandInput>): Promise<void>
  /** Starts a build of the project and waits for its end. */
  build(more?: Partial<StartBuildCommandInput>): Promise<Build>
  waitFor(id: string, is?: (build: Build) => boolean): Promise<Build>
  log(build: Build): Promise<string>
}

/** CodeBuild's own image, as learners name it. */
export const IMAGE = 'aws/codebuild/amazonlinux-x86_64-standard:5.0'

/** Opens a new account, with time 1000 times as fast as on AWS. */
export function openBuildLab(running: RunningSandbox): Promise<BuildLab> {
  const key = running.createAccount()
  running.sandbox.clock.setScale(key.accountId, 1000)
  return buildLabOf(running.endpoint, key)
}

/** Makes a role and a bucket in an account. */
export async function buildLabOf(endpoint: string, key: AccountKey): Promise<BuildLab> {
  const config = { endpoint, region: 'eu-west-1', credentials: key, maxAttempts: 1 }
  const codebuild = new CodeBuildClient(config)
  const s3 = new S3Client({ ...config, forcePathStyle: true })
  const iam = new IAMClient(config)
  const logs = new CloudWatchLogsClient(config)
  const bucket = `builds-${key.accountId}`
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))

  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const createRole = async (RoleName: string, Action: string[], Service = 'codebuild.amazonaws.com') => {
    const trust = policy({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' })
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }))
    const PolicyDocument = policy({ Effect: 'Allow', Action, Resource: '*' })
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }))
    return Role?.Arn ?? ''
  }
  const roleArn = await createRole('build', ['logs:*', 's3:*'])

  const waitFor = async (id: string, is = (build: Build) => build.buildComplete === true) => {
    for (let tries = 0; tries < 600; tries++) {
      const { builds } = await codebuild.send(new BatchGetBuildsCommand({ ids: [id] }))
      if (builds?.[0] && is(builds[0])) return builds[0]
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    throw new Error(`The build ${id} did not come so far within 30 s.`)
  }

  return {
    ...{ accountId: key.accountId, config, codebuild, s3, bucket, roleArn, createRole, waitFor },
    putSource: async (files, name = 'source.zip') => {
      const Body = zipSync(
        Object.fromEntries(Object.entries(files).map(([file, text]) => [file, Buffer.from(text)])),
      )
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body }))
      return `${bucket}/${name}`
    },
    createProject: async more => {
      await codebuild.send(
        new CreateProjectCommand({
          ...{ name: 'app', serviceRole: roleArn, artifacts: { type: 'NO_ARTIFACTS' } },
          source: { type: 'NO_SOURCE', buildspec: buildSpec(['true']) },
          environment: { type: 'LINUX_CONTAINER', image: IMAGE, computeType: 'BUILD_GENERAL1_SMALL' },
          ...more,
        }),
      )
    },
    build: async more => {
      const { build } = await codebuild.send(new StartBuildCommand({ projectName: 'app', ...more }))
      return waitFor(build?.id ?? '')
    },
    log: async ({ logs: place }) => {
      const { groupName: logGroupName, streamName: logStreamName } = place ?? {}
      const { events } = await logs.send(
        new GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }),
      )
      return events?.map(({ message }) => message).join('\n') ?? ''
    },
  }
}

/** A buildspec whose BUILD phase has these commands; `more` stands below it. */
export function buildSpec(commands: string[], more = ''): string {
  const lines = commands.map(command => `      - ${JSON.stringify(command)}`)
  return `version: 0.2\nphases:\n  build:\n    commands:\n${lines.join('\n')}\n${more}`
}
