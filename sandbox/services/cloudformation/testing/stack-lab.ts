import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackInput,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type UpdateStackInput,
} from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { IAMClient } from '@aws-sdk/client-iam'
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { startSandbox } from '../../../start.ts'

/** A parameter of Systems Manager: the quickest resource there is. */
export const parameter = (Name: string, Value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Type: 'String', Value },
  ...more,
})

/** A template of these resources. */
export const body = (Resources: object, more: object = {}) => JSON.stringify({ Resources, ...more })

/** A practice account in this process, and what tests do with stacks. */
export async function openStackLab() {
  const running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  const account = running.createAccount()
  const config = {
    ...{ endpoint: running.endpoint, region: 'eu-west-1', maxAttempts: 1 },
    credentials: account,
    // On a busy machine a connection that was kept may be closed just when it is used again.
    requestHandler: { httpAgent: { keepAlive: false } },
  }
  const cloudformation = new CloudFormationClient(config)
  const ssm = new SSMClient(config)

  /** What the stack has come to when nothing happens to it any more. */
  async function settled(StackName: string) {
    for (;;) {
      const { Stacks = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName }))
      const [stack] = Stacks
      if (stack && !stack.StackStatus?.endsWith('IN_PROGRESS')) return stack
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  }
  /** Asks again until the answer is as wanted. */
  async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
    for (;;) {
      const answer = await ask()
      if (isSo(answer)) return answer
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  }
  const valueOf = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value
  return {
    ...{ running, account, config, cloudformation, ssm, settled, valueOf, until },
    logs: new CloudWatchLogsClient(config),
    iam: new IAMClient(config),
    isThere: (name: string) => valueOf(name).then(Boolean, () => false),
    async create(StackName: string, TemplateBody: string, more: Partial<CreateStackInput> = {}) {
      await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody, ...more }))
      return settled(StackName)
    },
    async update(StackName: string, TemplateBody: string, more: Partial<UpdateStackInput> = {}) {
      await cloudformation.send(new UpdateStackCommand({ StackName, TemplateBody, ...more }))
      return settled(StackName)
    },
    async remove(StackName: string) {
      const { StackId } = await settled(StackName)
      await cloudformation.send(new DeleteStackCommand({ StackName }))
      return settled(StackId ?? '')
    },
    async events(StackName: string) {
      const { StackEvents = [] } = await cloudformation.send(new DescribeStackEventsCommand({ StackName }))
      return StackEvents.reverse().map(
        ({ LogicalResourceId, ResourceStatus, ResourceStatusReason: reason }) =>
          `${LogicalResourceId} ${ResourceStatus}${reason ? `: ${reason}` : ''}`,
      )
    },
  }
}
