using System.Runtime.InteropServices;

namespace Engine.Kernels;

/// <summary>The functions of cuBLAS we call, from the newest version installed.</summary>
/// <remarks>Signatures: cuBLAS Library documentation, sections 2.2 and 2.7. Matrices are column-major there.</remarks>
internal sealed unsafe class CublasLibrary
{
    /// <summary>CUBLAS_OP_N.</summary>
    public const int NoTranspose = 0;

    /// <summary>CUBLAS_OP_T.</summary>
    public const int Transpose = 1;

    /// <summary>CUBLAS_FILL_MODE_UPPER.</summary>
    public const int Upper = 1;

    // CUBLAS_PEDANTIC_MATH: fp32 stays fp32, whatever the environment says about TF32.
    private const int PedanticMath = 2;

    private static readonly int[] s_versions = [13, 12, 11];

    private readonly delegate* unmanaged<nint*, int> _create;
    private readonly delegate* unmanaged<nint, int> _destroy;
    private readonly delegate* unmanaged<nint, nint, int> _setStream;
    private readonly delegate* unmanaged<nint, int, int> _setMathMode;
    private readonly delegate* unmanaged<nint, int, int, int, int, int, float*, float*, int, float*, int, float*, float*, int, int> _sgemm;
    private readonly delegate* unmanaged<nint, int, int, int, int, float*, float*, int, float*, float*, int, int> _ssyrk;

    private CublasLibrary(nint library, string name)
    {
        Name = name;
        _create = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "cublasCreate_v2");
        _destroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cublasDestroy_v2");
        _setStream = (delegate* unmanaged<nint, nint, int>)NativeLibrary.GetExport(library, "cublasSetStream_v2");
        _setMathMode = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(library, "cublasSetMathMode");
        _sgemm = (delegate* unmanaged<nint, int, int, int, int, int, float*, float*, int, float*, int, float*, float*, int, int>)NativeLibrary.GetExport(library, "cublasSgemm_v2");
        _ssyrk = (delegate* unmanaged<nint, int, int, int, int, float*, float*, int, float*, float*, int, int>)NativeLibrary.GetExport(library, "cublasSsyrk_v2");
    }

    /// <summary>File name it was loaded by.</summary>
    public string Name { get; }

    /// <summary>File names that are tried, in this order, by the loader's search path and then in the usual folders.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. s_versions.Select(version => OperatingSystem.IsWindows() ? $"cublas64_{version}.dll" : $"libcublas.so.{version}")];

    /// <summary>The library, or null where none is installed.</summary>
    public static CublasLibrary? TryLoad()
    {
        string? home = Environment.GetEnvironmentVariable("CUDA_HOME") ?? Environment.GetEnvironmentVariable("CUDA_PATH");
        string[] folders = ["", .. home is null ? [] : (string[])[Path.Combine(home, "lib64"), Path.Combine(home, "bin")], "/usr/local/cuda/lib64"];
        foreach (string name in Names)
        {
            foreach (string folder in folders)
            {
                if (NativeLibrary.TryLoad(Path.Combine(folder, name), out nint library)) return new CublasLibrary(library, name);
            }
        }

        return null;
    }

    /// <summary>A handle on the current CUDA context that works in a stream.</summary>
    public nint Create(nint stream)
    {
        nint handle;
        Require(_create(&handle), "cublasCreate");
        Require(_setStream(handle, stream), "cublasSetStream");
        Require(_setMathMode(handle, PedanticMath), "cublasSetMathMode");
        return handle;
    }

    public void Destroy(nint handle) => _destroy(handle);

    public void Sgemm(nint handle, int opA, int opB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc) =>
        Require(_sgemm(handle, opA, opB, m, n, k, &alpha, a, lda, b, ldb, &beta, c, ldc), "cublasSgemm");

    public void Ssyrk(nint handle, int fill, int op, int n, int k, float alpha, float* a, int lda, float beta, float* c, int ldc) =>
        Require(_ssyrk(handle, fill, op, n, k, &alpha, a, lda, &beta, c, ldc), "cublasSsyrk");

    private void Require(int status, string function)
    {
        if (status != 0) throw new InvalidOperationException($"{function} of {Name} failed with status {status}.");
    }
}
