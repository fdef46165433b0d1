import { PlainFailure } from '../engine/failure.ts'
import { text } from '../engine/properties.ts'
import type { Change, ResourceType, Work } from '../engine/resource-type.ts'
import { handleOf, type Signal, signalsTo } from '../engine/signals.ts'

const LONGEST_S = 43_200

/** Waits for signals to the link of a handle; with a CreationPolicy, for those of SignalResource. */
export const awsCloudFormationWaitCondition: ResourceType = {
  replaces: [],
  updates: ['Handle', 'Timeout', 'Count'],
  attributes: ['Data'],
  create(work) {
    const { stack, logicalId } = work
    const key = hasHandle(work) ? handle(work).key.split('/')[1] : logicalId
    checkWait(work)
    return Promise.resolve({ physicalId: `${stack.stackId}/${key}` })
  },
  async settled(change) {
    if (!hasHandle(change)) return true
    const signals = await signalsTo(handle(change))
    const failed = signals.find(({ status }) => status === 'FAILURE')
    if (failed) {
      throw new PlainFailure(
        `WaitCondition received failed message: '${failed.reason}' for uniqueId: ${failed.id}`,
      )
    }
    const expected = Number(change.properties['Count'] ?? 1)
    if (signals.length >= expected) return true
    if (change.sandbox.clock.time(change.accountId) > change.begunAt + timeout(change) * 1000) {
      throw new PlainFailure(
        `WaitCondition timed out. Received ${signals.length} conditions when expecting ${expected}`,
      )
    }
    return false
  },
  async read(change) {
    return { Data: dataOf(hasHandle(change) ? await signalsTo(handle(change)) : []) }
  },
  update() {
    throw new PlainFailure('Update to resource type AWS::CloudFormation::WaitCondition is not supported.')
  },
  remove: () => Promise.resolve(),
}

function hasHandle({ properties }: Work): boolean {
  return properties['Handle'] !== undefined
}

function handle({ sandbox, region, properties }: Work) {
  return handleOf(sandbox, region, text(properties, 'Handle'))
}

function timeout({ properties }: Change | Work): number {
  return Number(properties['Timeout'])
}

function checkWait(work: Work): void {
  if (!hasHandle(work)) return
  const seconds = timeout(work)
  if (!(seconds >= 0 && seconds <= LONGEST_S)) {
    throw new PlainFailure(
      `The Timeout of a wait condition must be a number of seconds from 0 to ${LONGEST_S}; got ${text(work.properties, 'Timeout') || 'none'}.`,
    )
  }
  const count = Number(work.properties['Count'] ?? 1)
  if (!Number.isInteger(count) || count < 0) {
    throw new PlainFailure(
      `The Count of a wait condition must be a whole number; got ${text(work.properties, 'Count')}.`,
    )
  }
}

/** As Fn::GetAtt of Data gives it: JSON by the signals' ids. */
function dataOf(signals: readonly Signal[]): string {
  return JSON.stringify(Object.fromEntries(signals.map(({ id, data }) => [id, data])))
}
