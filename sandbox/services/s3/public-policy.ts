import { list, readPolicy } from '../iam/policy/document.ts'

/** Conditions on these leave a policy that names everybody to few. */
const LIMITING =
  /^(aws:(SourceArn|SourceVpc|SourceVpce|SourceAccount|SourceOwner|SourceIp|PrincipalOrgID|PrincipalOrgPaths|PrincipalArn|PrincipalAccount|userid)|s3:(x-amz-server-side-encryption-aws-kms-key-id|DataAccessPointArn|DataAccessPointAccount))$/i

/** Whether a bucket's policy opens it to everybody, as S3 judges it. */
export function isPublicPolicy(text: string): boolean {
  return readPolicy(text).Statement.some(({ Effect, Principal, NotPrincipal, Condition }) => {
    if (Effect !== 'Allow') return false
    const everybody =
      NotPrincipal !== undefined ||
      Principal === '*' ||
      (Principal !== undefined && list(Principal['AWS']).includes('*'))
    const conditions = Object.values(Condition ?? {}).flatMap(block => Object.entries(block))
    const limited = conditions.some(
      ([name, values]) => LIMITING.test(name) && !list(values).some(value => /^\*$|\/0$/.test(String(value))),
    )
    return everybody && !limited
  })
}
