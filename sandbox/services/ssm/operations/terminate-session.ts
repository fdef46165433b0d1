import type { TerminateSessionRequest, TerminateSessionResponse } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { execSessionsOf } from '../../ecs/exec/sessions.ts'

/** Ends a session of ECS Exec; one that has ended already is fine, as on AWS. */
export const terminateSession: Operation<TerminateSessionRequest, TerminateSessionResponse> = (
  { SessionId = '' },
  { accountId, sandbox },
) => {
  execSessionsOf(sandbox)?.terminate(accountId, SessionId)
  return { SessionId }
}
