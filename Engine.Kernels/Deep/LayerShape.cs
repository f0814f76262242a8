namespace Engine.Kernels;

/// <summary>What the cost of a form depends on.</summary>
/// <param name="Units">m.</param>
/// <param name="Width">p, units of the layer below.</param>
/// <param name="Samples">n.</param>
/// <param name="ActiveInputs">Active units of the layer below, mean of a sample.</param>
/// <param name="ActiveUnits">Units that fire, mean of a sample.</param>
/// <param name="Steps">Steps to expect before W is asked for.</param>
internal sealed record LayerShape(int Units, int Width, int Samples, double ActiveInputs, double ActiveUnits, int Steps);
