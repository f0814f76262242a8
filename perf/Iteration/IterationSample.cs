namespace Engine.Perf;

/// <summary>What one timed iteration took and did.</summary>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="CpuSeconds">Processor time of the whole process.</param>
/// <param name="Loss">1/2 |f - y|^2 after it.</param>
/// <param name="Fires">Pairs that fire after it; 0 where nobody counts them.</param>
/// <param name="Refreshes">Neurons scored anew.</param>
internal readonly record struct IterationSample(double Seconds, double CpuSeconds, double Loss, long Fires, long Refreshes);
