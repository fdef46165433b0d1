import { setTimeout as pause } from 'node:timers/promises'
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import type { Bench } from './measurement.ts'
import { openBenchAccount } from './practice-account.ts'

const RESOURCES = 200
/** Each refers to the one this many places before it, so that there are chains as well as neighbours. */
const WIDTH = 20

/** What CloudFormation itself costs: a stack of many small resources, made, changed and removed. */
export const bench: Bench = {
  title: `A stack of ${RESOURCES} resources`,
  async run() {
    const account = await openBenchAccount()
    const client = new CloudFormationClient(account.client)
    const StackName = 'bench'
    const settled = async (name: string) => {
      for (;;) {
        const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }))
        const [stack] = Stacks
        if (stack?.StackStatus && !stack.StackStatus.endsWith('IN_PROGRESS')) return stack
        await pause(10)
      }
    }
    const timed = async (work: () => Promise<unknown>, name: string, status: string) => {
      const began = performance.now()
      await work()
      const { StackStatus } = await settled(name)
      if (StackStatus !== status) throw new Error(`The stack is ${StackStatus}, not ${status}.`)
      return (performance.now() - began) / 1000
    }
    try {
      const create = () => client.send(new CreateStackCommand({ StackName, TemplateBody: template('one') }))
      const created = await timed(create, StackName, 'CREATE_COMPLETE')
      const { StackId = '' } = await settled(StackName)
      const update = () => client.send(new UpdateStackCommand({ StackName, TemplateBody: template('two') }))
      const updated = await timed(update, StackName, 'UPDATE_COMPLETE')
      const deleted = await timed(
        () => client.send(new DeleteStackCommand({ StackName })),
        StackId,
        'DELETE_COMPLETE',
      )
      const how = `${RESOURCES} parameters of Systems Manager in chains of ${RESOURCES / WIDTH}`
      return [
        { name: 'created', value: created, unit: 's', how, aim: { atMost: 5 } },
        { name: 'a resource created', value: (created * 1000) / RESOURCES, unit: 'ms', how },
        { name: 'all changed in place', value: updated, unit: 's', how, aim: { atMost: 5 } },
        { name: 'deleted', value: deleted, unit: 's', how, aim: { atMost: 5 } },
      ]
    } finally {
      client.destroy()
      await account.close()
    }
  },
}

function template(value: string): string {
  const entries = Array.from({ length: RESOURCES }, (_, index) => {
    const before = index < WIDTH ? value : { 'Fn::Sub': `${value} of \${P${index - WIDTH}}` }
    return [
      `P${index}`,
      { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: before } },
    ] as const
  })
  return JSON.stringify({ Resources: Object.fromEntries(entries) })
}
