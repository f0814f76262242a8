namespace Engine.Kernels;

/// <summary>Multiplications of a trained matrix.</summary>
/// <param name="Initialisation">Done once, when the form was made.</param>
/// <param name="Query">To find z.</param>
/// <param name="Update">To add steps, without folding.</param>
/// <param name="Flush">To fold pending factors into W.</param>
internal readonly record struct LayerWork(long Initialisation, long Query, long Update, long Flush);
