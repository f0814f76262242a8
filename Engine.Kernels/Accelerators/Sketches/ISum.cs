namespace Engine.Kernels;

/// <summary>A sum of fp32 terms; a type, so that one kernel serves both precisions. The default value is 0.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal interface ISum<TSelf>
    where TSelf : unmanaged, ISum<TSelf>
{
    /// <summary>The sum with one term more, rounded.</summary>
    TSelf Plus(float term);

    /// <summary>The sum times a factor, rounded.</summary>
    TSelf Times(float factor);
}
