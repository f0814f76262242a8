namespace Engine.Kernels;

/// <summary>One pair that changed side.</summary>
/// <param name="Local">Neuron within its shard.</param>
/// <param name="Sample">i.</param>
/// <param name="Entered">Whether the pair fires now.</param>
/// <param name="Output">What the output of i gains by it beyond its linear change, output scale included.</param>
/// <param name="FirstOther">Where the log holds the other samples that the neuron fires on.</param>
/// <param name="Others">How many they are.</param>
internal readonly record struct Flip(int Local, int Sample, bool Entered, double Output, int FirstOther, int Others);
