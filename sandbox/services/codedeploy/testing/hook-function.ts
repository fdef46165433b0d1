import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda'
import { zipSync } from 'fflate'
import type { TestAccount } from '../../ecs/testing/test-lab.ts'

/** A hook as AWS documents it: with the SDK that the runtime brings, it tells CodeDeploy `STATUS` once the file `GO` is there. */
const SOURCE = `
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } from '@aws-sdk/client-codedeploy'
export const handler = async ({ DeploymentId, LifecycleEventHookExecutionId }) => {
  console.log('looks at', DeploymentId)
  while (process.env.GO && !existsSync(process.env.GO)) await sleep(20)
  await new CodeDeployClient().send(
    new PutLifecycleEventHookExecutionStatusCommand({
      deploymentId: DeploymentId,
      lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
      status: process.env.STATUS ?? 'Succeeded',
    }),
  )
}`

/** Makes functions that are hooks, by name with their environment; answers when they can be invoked. */
export async function createHooks(
  { endpoint, accessKeyId, secretAccessKey }: TestAccount,
  hooks: Record<string, Record<string, string>>,
): Promise<void> {
  const config = { endpoint, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey } }
  const [iam, client] = [new IAMClient(config), new LambdaClient(config)]
  const policy = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'hook',
      AssumeRolePolicyDocument: policy({
        ...{ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      }),
    }),
  )
  const may = { Action: 'codedeploy:PutLifecycleEventHookExecutionStatus', Resource: '*' }
  const inline = { RoleName: 'hook', PolicyName: 'tell', PolicyDocument: policy(may) }
  await iam.send(new PutRolePolicyCommand(inline))
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'hook', PolicyArn }))
  for (const [FunctionName, Variables] of Object.entries(hooks)) {
    await client.send(
      new CreateFunctionCommand({
        ...{ FunctionName, Role: Role?.Arn, Runtime: 'nodejs22.x', Handler: 'index.handler', Timeout: 120 },
        Code: { ZipFile: zipSync({ 'index.mjs': Buffer.from(SOURCE) }) },
        Environment: { Variables },
      }),
    )
  }
  // The last is ready last.
  const FunctionName = Object.keys(hooks).at(-1)
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 30, minDelay: 1 }, { FunctionName })
}
