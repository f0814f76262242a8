namespace Engine.Kernels;

/// <summary>Work of a trained matrix: multiplications; numbers that are only moved or compared with the threshold count one each.</summary>
/// <param name="Initialisation">Done once, when the form was made.</param>
/// <param name="Query">To find z, and what of it lies above the threshold.</param>
/// <param name="Update">To add steps, without folding.</param>
/// <param name="Flush">To fold pending factors into W.</param>
internal readonly record struct LayerWork(long Initialisation, long Query, long Update, long Flush)
{
    /// <summary>All of it.</summary>
    public long Total => Initialisation + Query + Update + Flush;
}
