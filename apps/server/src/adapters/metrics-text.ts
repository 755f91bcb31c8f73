import type { ProviderFigures } from '../provider.ts'

/** Prometheus text (exposition format 0.0.4). Sums over everybody, and nothing about anybody. */
export function metricsText({ counts, ...gauges }: ProviderFigures): string {
  const counters = [...counts].map(([name, value]) => metric(`rushlight_${name}_total`, 'counter', value))
  const { connectionsNow, queuesReadNow, logsInUse, acceptsWrites } = gauges
  return [
    ...counters,
    metric('rushlight_connections', 'gauge', connectionsNow),
    metric('rushlight_queues_read', 'gauge', queuesReadNow),
    metric('rushlight_logs_in_use', 'gauge', logsInUse),
    metric('rushlight_accepts_writes', 'gauge', acceptsWrites ? 1 : 0),
    metric('process_resident_memory_bytes', 'gauge', process.memoryUsage.rss()),
    metric('process_cpu_seconds_total', 'counter', cpuSeconds()),
  ].join('')
}

function metric(name: string, type: 'counter' | 'gauge', value: number): string {
  return `# TYPE ${name} ${type}\n${name} ${value}\n`
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000
}
