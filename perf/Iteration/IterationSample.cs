using Engine.Kernels;

namespace Engine.Perf;

/// <summary>What one timed iteration, or preprocessing, took and did.</summary>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="CpuSeconds">Processor time of the whole process.</param>
/// <param name="Loss">1/2 |f - y|^2 after it.</param>
/// <param name="Counts">Fires, flips and lists; all 0 where nobody counts them.</param>
/// <param name="Work">What it took to find out who fires; all 0 where nobody counts that.</param>
internal readonly record struct IterationSample(double Seconds, double CpuSeconds, double Loss, PassCounts Counts, PassWork Work);
