namespace Engine;

/// <summary>Adds one neuron range's share to the partial outputs of a part.</summary>
internal delegate void JacobianPass(int range, Span<double> part, JacobianScratch scratch);
