namespace Engine;

/// <summary>Which stationary iteration for G x = b, M = R R^T the sketched inverse.</summary>
internal enum RichardsonForm
{
    /// <summary>x += M (b - G x): converges when the largest eigenvalue of R^T G R is below 2, s &gt; 12 n for a good sketch.</summary>
    UnitStep,

    /// <summary>x += M G M (b - G x), line 6 of FAST_REGRESSION in 2006.11648: needs eigenvalues below sqrt 2, s &gt; 40 n for a good sketch.</summary>
    Squared,
}
