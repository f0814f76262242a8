using Engine.Kernels;

namespace Engine;

/// <summary>An m x d displacement of the weights as C X: row r is sum_i c_ri x_i over the neuron's support.</summary>
/// <param name="Support">Samples with a coefficient, by neuron range; valid until the fire sets are collected anew.</param>
/// <param name="Values">The coefficients, in the order of the ids.</param>
internal sealed record DualDisplacement(FiredRows[] Support, double[][] Values);
