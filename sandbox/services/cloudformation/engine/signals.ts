import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { cloudformation, type SignalDocument } from '../store.ts'
import { isRecord } from '../template/check-shape.ts'
import { PlainFailure } from './failure.ts'
import { emptyLetterbox, type Letterbox, lettersIn, presignedPut } from './own-bucket.ts'

/** As long as a wait condition may wait, twice. */
const VALID_S = 24 * 3600

/** One word from outside that something is done, or has failed. */
export interface Signal {
  id: string
  status: SignalDocument['status']
  data: string
  reason: string
}

type Handle = Pick<Letterbox, 'sandbox' | 'region' | 'key'>

/**
 * The link of a wait condition's handle: `curl -X PUT -H 'Content-Type:' --data-binary '{"Status": "SUCCESS", …}' <link>`. It leads
 * to this machine, where AWS's leads to one of its buckets.
 */
export async function handleUrl(handle: Handle): Promise<string> {
  const box = letterbox(handle)
  return `${handle.sandbox.config.endpoint}/${box.bucket}/${await presignedPut(box, VALID_S)}`
}

/** The place that a handle's link leads to. Throws PlainFailure for a link that is none of a handle. */
export function handleOf(sandbox: Sandbox, region: string, url: string): Handle {
  const path = URL.canParse(url) ? new URL(url).pathname : ''
  const [, bucket, key] = /^\/([^/]+)\/(.+)$/.exec(path) ?? []
  const handle = { sandbox, region, key: key ?? '' }
  if (bucket === letterbox(handle).bucket) return handle
  throw new PlainFailure(
    `The Handle must be the Ref of an AWS::CloudFormation::WaitConditionHandle of this region; got ${url}.`,
  )
}

/** Forgets what was sent to a handle. */
export function forgetHandle(handle: Handle): Promise<void> {
  return emptyLetterbox(letterbox(handle))
}

/** What has been sent to a handle; of one id the last. Throws PlainFailure for what is no signal. */
export async function signalsTo(handle: Handle): Promise<Signal[]> {
  const letters = await lettersIn(letterbox(handle))
  return [...new Map(letters.map(readSignal).map(signal => [signal.id, signal])).values()]
}

function readSignal(letter: string): Signal {
  const wrong = () => new PlainFailure('Unparsable WaitCondition data')
  let value: unknown
  try {
    value = JSON.parse(letter)
  } catch {
    throw wrong()
  }
  if (!isRecord(value)) throw wrong()
  const { Status, UniqueId, Data = '', Reason = '' } = value
  if ((Status !== 'SUCCESS' && Status !== 'FAILURE') || typeof UniqueId !== 'string') throw wrong()
  const [data, reason] = [Data, Reason].map(text => (typeof text === 'string' ? text : JSON.stringify(text)))
  return { id: UniqueId, status: Status, data: data ?? '', reason: reason ?? '' }
}

/** Signals that SignalResource has brought to a resource for one request. */
export function signalsFor(scope: Scope, stackId: string, token: string): SignalDocument[] {
  return cloudformation(scope)
    .signals(stackId)
    .values()
    .filter(signal => signal.token === token)
}

/** The seconds of a duration such as PT1H30M. Throws PlainFailure for another text. */
export function secondsOf(duration: string): number {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] =
    /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration) ?? []
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  if (total > 0) return total
  throw new PlainFailure(`The Timeout of a CreationPolicy must be a duration such as PT15M; got ${duration}.`)
}

function letterbox({ sandbox, region, key }: Handle): Letterbox {
  return { sandbox, region, key, bucket: `cloudformation-waitcondition-${region}` }
}
