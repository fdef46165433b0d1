import { AwsError } from '../../operation.ts'
import type { ProtocolCodes } from '../../protocol/protocol.ts'
import type { Session } from '../../services/iam/store.ts'
import type { Step } from '../exchange.ts'
import type { Signature } from '../signature.ts'
import { isSignedByV2 } from '../signature-v2.ts'
import { isSignedBy, unsignedHeaders } from '../sigv4.ts'

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

/** Verifies the signature: its time, its key's token, what it covers, and the signature itself. */
export const verifySignature: Step = (exchange, { sandbox: { clock, config } }) => {
  const { signature, caller, request, service } = exchange
  if (config.auth === 'off' || !signature || !caller) return
  const { codes } = service.model.protocol
  const refuse = ([code, status, own]: ProtocolCodes['wrongSignature'], message: string) =>
    new AwsError(code, own ?? message, status)

  const { expires, expiresAt } = signature
  const skew =
    expiresAt === undefined
      ? clockFault(signature, clock.now(), ['sts', 's3'].includes(service.signingName) ? 15 : 5)
      : !(expiresAt > clock.now()) && 'Request has expired'
  if (skew)
    throw refuse(
      (expires ?? expiresAt) === undefined ? codes.clockSkew : (codes.expiredUrl ?? codes.clockSkew),
      skew,
    )
  if (!tokenFits(caller.session, signature)) throw new AwsError(...codes.unknownKey)
  if (expiresAt !== undefined) {
    if (!isSignedByV2(caller.secretAccessKey, signature, request))
      throw refuse(codes.wrongSignature, MISMATCH)
    return
  }
  if (request.object && expires === undefined && request.headers['x-amz-content-sha256'] === undefined) {
    throw new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256')
  }
  const uncovered = unsignedHeaders(signature, request)
  if (uncovered.length > 0) {
    throw refuse(
      codes.wrongSignature,
      `There were headers present in the request which were not signed: ${uncovered.join(', ')}`,
    )
  }
  if (!isSignedBy(caller.secretAccessKey, signature, request)) throw refuse(codes.wrongSignature, MISMATCH)
  if (caller.session && caller.session.expiresAt <= clock.now()) {
    throw refuse(codes.expiredToken, 'The security token included in the request is expired')
  }
}

/** Whether a request brings the token of its key's session, and none where there is no session. */
export function tokenFits(session: Session | undefined, { securityToken }: Signature): boolean {
  return session === undefined ? securityToken === undefined : securityToken === session.SessionToken
}

/** What AWS says of a signature that is too old or not yet valid; undefined when its time is right. */
function clockFault(
  { timestamp, date, expires }: Signature,
  now: number,
  minutes: number,
): string | undefined {
  const signed = parseTimestamp(timestamp)
  if (signed === undefined)
    return `Date must be in ISO-8601 'basic format'. Got '${timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`
  if (!timestamp.startsWith(date)) {
    return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`
  }
  const tolerance = minutes * 60_000
  const server = basicFormat(now)
  const window = expires === undefined ? tolerance : expires * 1000
  if (signed < now - window) {
    const [earliest, text] = [
      basicFormat(now - window),
      expires === undefined ? `${minutes} min.` : `${expires} s`,
    ]
    return `Signature expired: ${timestamp} is now earlier than ${earliest} (${server} - ${text})`
  }
  if (signed > now + tolerance) {
    return `Signature not yet current: ${timestamp} is still later than ${basicFormat(now + tolerance)} (${server} + ${minutes} min.)`
  }
  return undefined
}

function parseTimestamp(timestamp: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp)?.slice(1)
  if (!parts) return undefined
  const [year, month, day, hour, minute, second] = parts
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? undefined : time
}

function basicFormat(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
}
