import { type CustomResponse, responseUrl, takeResponse } from '../engine/custom-response.ts'
import { PlainFailure } from '../engine/failure.ts'
import { text } from '../engine/properties.ts'
import type { Change, Properties, ResourceType, Work } from '../engine/resource-type.ts'

const POLL_MS = 100
const TIMEOUT_S = 3600

/** What a function of Lambda makes. */
export const custom: ResourceType = {
  replaces: ['ServiceToken'],
  updates: [],
  required: ['ServiceToken'],
  anyProperty: true,
  async create(work) {
    const answer = await ask(work, 'Create')
    const physicalId = answer.PhysicalResourceId ?? work.token
    work.made(physicalId, answer.Data ?? {})
    checkStatus(answer, work)
    return { physicalId, attributes: answer.Data ?? {} }
  },
  async update(change) {
    const old = { OldResourceProperties: asTexts(change.before) }
    const answer = await ask(change, 'Update', { PhysicalResourceId: change.physicalId, ...old })
    checkStatus(answer, change)
    return { physicalId: answer.PhysicalResourceId ?? change.physicalId, attributes: answer.Data ?? {} }
  },
  async remove(change: Change) {
    checkStatus(await ask(change, 'Delete', { PhysicalResourceId: change.physicalId }), change)
  },
}

/** Sends an event to the function, and waits for the answer that comes to a link of S3. */
async function ask(
  work: Work,
  RequestType: string,
  more: Record<string, unknown> = {},
): Promise<CustomResponse> {
  const { sandbox, region, accountId, stack, logicalId, type, token, properties, call } = work
  const { stackId } = stack
  const key = `${stackId.split('/').at(-1)}/${logicalId}/${token}`
  const came = await takeResponse(sandbox, region, key)
  if (came) return came
  const ServiceToken = text(properties, 'ServiceToken')
  if (!ServiceToken.includes(':lambda:')) {
    throw new PlainFailure(
      `Invalid ServiceToken ${ServiceToken}: the practice account has custom resources of Lambda functions only.`,
    )
  }
  const event = {
    ...{ RequestType, ServiceToken, ResponseURL: await responseUrl(sandbox, region, key), StackId: stackId },
    ...{ RequestId: token, LogicalResourceId: logicalId, ResourceType: type },
    ...{ ResourceProperties: asTexts(properties), ...more },
  }
  await call('lambda', 'Invoke', {
    ...{ FunctionName: ServiceToken, InvocationType: 'Event' },
    Payload: Buffer.from(JSON.stringify(event)),
  })
  const seconds = Number(properties['ServiceTimeout'] ?? TIMEOUT_S)
  const until = sandbox.clock.time(accountId) + seconds * 1000
  for (;;) {
    const answer = await takeResponse(sandbox, region, key)
    if (answer) return answer
    if (sandbox.clock.time(accountId) > until) {
      throw new PlainFailure(
        `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${token}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`,
      )
    }
    await work.pause(POLL_MS)
  }
}

function checkStatus({ Status, Reason = '' }: CustomResponse, { token }: Work): void {
  if (Status === 'SUCCESS') return
  throw new PlainFailure(
    `Received response status [${Status ?? ''}] from custom resource. Message returned: ${Reason} (RequestId: ${token})`,
  )
}

/** Functions get numbers and booleans as texts. */
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value as Properties).map(([name, inner]) => [name, asTexts(inner)]),
  )
}
