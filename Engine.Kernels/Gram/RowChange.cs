namespace Engine.Kernels;

/// <summary>A change of side, as the row of its sample sees it.</summary>
/// <param name="Log">The log that holds it.</param>
/// <param name="First">Where the log holds the other samples that the neuron fires on.</param>
/// <param name="Others">How many they are.</param>
/// <param name="Step">1 where the pair enters, -1 where it leaves.</param>
internal readonly record struct RowChange(int Log, int First, short Others, short Step);
