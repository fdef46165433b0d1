import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  AssumeRole: {
    Tags: 'session tags are not kept, and policies do not see them',
    TransitiveTagKeys: 'session tags are not kept',
    'SerialNumber, TokenCode': 'there are no MFA devices',
    SourceIdentity: 'not kept',
    ProvidedContexts: 'not kept',
    MinimumSessionTokenSize: 'tokens have one size',
  },
  GetSessionToken: {
    'SerialNumber, TokenCode': 'there are no MFA devices',
    MinimumSessionTokenSize: 'tokens have one size',
  },
}
