import { fail } from '../assertions/verdicts.ts'
import type { CheckContext, Verdict } from '../define.ts'
import { CLUSTER, HEALTH_CHECK_PATH, SERVICE } from './names.ts'

/** When tasks run and are not well: what the app itself says of its database, its bucket and its files. */
export async function explainUnready(account: CheckContext, verdict: Verdict): Promise<Verdict> {
  if (verdict.status === 'pass' || verdict.status === 'error') return verdict
  if (verdict.reason !== 'app-unhealthy' && verdict.reason !== 'service-settling') return verdict
  const parts = await askReady(account)
  const { s3 = 'ok', database = 'ok' } = parts
  if (/AccessDenied|not authorized/.test(s3)) {
    const role = account.out['create-task-role']?.['roleArn'] ?? ''
    return fail('s3-access-denied', {
      title: 'S3 refuses the app',
      expected: `the app acts as ${role}, which may use the bucket`,
      observed: `the app says of S3: ${s3}`,
      next: `The name after “assumed-role/” is whom the app acts as. Is it another role, register the task definition again with --task-role-arn ${role}; is it that one, run the step that gives it its policy. Then start tasks of the newest: \`aws ecs update-service --cluster ${CLUSTER} --service ${SERVICE} --task-definition app --force-new-deployment\``,
    })
  }
  if (verdict.status === 'fail' && database !== 'ok') {
    return fail('database-unreachable', {
      title: 'The app does not reach its database',
      expected: 'a database that answers on port 3306',
      observed: `the app says of it: ${database}`,
      next: 'Look at DB_HOST, and at the rule of app-database: it lets in app-tasks on port 3306.',
    })
  }
  return verdict
}

/** With no healthy target, a load balancer asks the unhealthy ones after all: so the app can be heard. */
async function askReady(account: CheckContext): Promise<Record<string, string>> {
  const { dnsName = '' } = account.out['create-load-balancer'] ?? {}
  try {
    const { body } = await account.http(`http://${dnsName}${HEALTH_CHECK_PATH}`)
    return JSON.parse(body) as Record<string, string>
  } catch {
    return {}
  }
}
