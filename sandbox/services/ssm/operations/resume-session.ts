import type { ResumeSessionRequest, ResumeSessionResponse } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'

/** A session has ended when its client lost the connection: without a token the plugin says that it timed out, and ends. */
export const resumeSession: Operation<ResumeSessionRequest, ResumeSessionResponse> = ({
  SessionId = '',
}) => ({
  SessionId,
})
