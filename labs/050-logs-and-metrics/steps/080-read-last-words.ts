import { countLines } from '../../assertions/count-lines-command.ts'
import { COUNTED_LINES_READS, expectCountedLines } from '../../assertions/expect-counted-lines.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, LOG_GROUP, MODULE_LINES, STREAM_PREFIX } from '../names.ts'

export default defineStep({
  title: 'Read its last words',
  needs: ['run-broken-task'],
  commands: context => {
    const { taskId } = context.out['run-broken-task'] ?? {}
    return [
      `aws ecs describe-tasks --cluster ${CLUSTER} --tasks ${taskId} --query 'tasks[0].{stopCode:stopCode,stoppedReason:stoppedReason,containers:containers[].[name,exitCode]}'`,
      `aws logs get-log-events --log-group-name ${LOG_GROUP} --log-stream-name ${STREAM_PREFIX}/web/${taskId} --query 'events[].[message]' --output text`,
      `aws logs filter-log-events --log-group-name ${LOG_GROUP} --filter-pattern '${MODULE_LINES.filterPattern}' --query 'events[].[logStreamName,message]' --output text`,
      countLines(context, MODULE_LINES),
    ]
  },
  check: account =>
    expectCountedLines(account, {
      ...MODULE_LINES,
      what: 'lines in which Node says that it lacks a file',
      whyNothing: 'Words are looked for letter by letter, capitals included: Node writes Cannot, not cannot.',
    }),
  hints: [
    'ECS knows how the task ended: the exit code. Why, only the program knew, and it said so in its last lines.',
    'The task is gone, its stream is not. The name of the stream has the task’s id at its end.',
    'Several words in double quotation marks are looked for as they stand: "Cannot find module".',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: COUNTED_LINES_READS,
})
