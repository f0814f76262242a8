using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>OpenBLAS, where this machine has it: the opponent of products and factorisations.</summary>
/// <remarks>
/// Integers of 32 bits. LAPACK takes matrices by columns, and works on the lower triangle faster than on the upper one: what it returns in the lower triangle stands
/// in the upper one of a row-major matrix.
/// </remarks>
internal sealed unsafe class OpenBlas
{
    private const int RowMajor = 101, NoTranspose = 111, Transpose = 112, Lower = 122;

    private static readonly string[] s_names = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dll", "libopenblas.dylib"];

    private readonly delegate* unmanaged[Cdecl]<int, void> _setThreads;
    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _sgemm;
    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, float, float*, int, float, float*, int, void> _ssyrk;
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, double*, int*, int*, nuint, void> _dpotrf;
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, int*, double*, int*, double*, int*, int*, nuint, void> _dpotrs;
    private readonly delegate* unmanaged[Cdecl]<byte*, int*, double*, int*, int*, nuint, void> _dpotri;

    private OpenBlas(nint library)
    {
        _setThreads = (delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads");
        _sgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)NativeLibrary.GetExport(library, "cblas_sgemm");
        _ssyrk = (delegate* unmanaged[Cdecl]<int, int, int, int, int, float, float*, int, float, float*, int, void>)NativeLibrary.GetExport(library, "cblas_ssyrk");
        HasLapack = NativeLibrary.TryGetExport(library, "dpotrf_", out nint dpotrf) & NativeLibrary.TryGetExport(library, "dpotrs_", out nint dpotrs)
            & NativeLibrary.TryGetExport(library, "dpotri_", out nint dpotri);
        // The last argument is the length of the text, which Fortran passes unasked.
        _dpotrf = (delegate* unmanaged[Cdecl]<byte*, int*, double*, int*, int*, nuint, void>)dpotrf;
        _dpotrs = (delegate* unmanaged[Cdecl]<byte*, int*, int*, double*, int*, double*, int*, int*, nuint, void>)dpotrs;
        _dpotri = (delegate* unmanaged[Cdecl]<byte*, int*, double*, int*, int*, nuint, void>)dpotri;
        string[] config = Text(library, "openblas_get_config").Split(' ');
        Name = $"{string.Join(' ', config.Take(2))} {Text(library, "openblas_get_corename")}";
    }

    /// <summary>The library, or null where there is none; standard error then says so.</summary>
    public static OpenBlas? Instance { get; } = Load();

    /// <summary>Version, and the processor its kernels were written for.</summary>
    public string Name { get; }

    /// <summary>Whether it was built with factorisations.</summary>
    public bool HasLapack { get; }

    /// <summary>Sets how many threads the following calls use.</summary>
    public void SetThreads(int threads) => _setThreads(threads);

    /// <summary>C = A B by sgemm; C is not transposed.</summary>
    public void Multiply(MatrixView a, MatrixView b, MatrixView c) => _sgemm(
        RowMajor, a.IsTransposed ? Transpose : NoTranspose, b.IsTransposed ? Transpose : NoTranspose,
        c.Rows, c.Columns, a.Columns, 1, a.Pointer, a.Stride, b.Pointer, b.Stride, 0, c.Pointer, c.Stride);

    /// <summary>Lower triangle of C = A A^T by ssyrk; neither is transposed.</summary>
    public void MultiplySymmetric(MatrixView a, MatrixView c) =>
        _ssyrk(RowMajor, Lower, NoTranspose, c.Rows, a.Columns, 1, a.Pointer, a.Stride, 0, c.Pointer, c.Stride);

    /// <summary>Upper triangle of A, (n, n) row-major, replaced by the transpose of its Cholesky factor by dpotrf.</summary>
    /// <returns>0, or the order of the leading minor that is not positive.</returns>
    public int Factor(double* matrix, int order)
    {
        byte triangle = (byte)'L';
        int status;
        _dpotrf(&triangle, &order, matrix, &order, &status, 1);
        return status;
    }

    /// <summary>Solves with the factor by dpotrs, right-hand sides one a row.</summary>
    public void Solve(double* factor, int order, double* rightHandSides, int count)
    {
        byte triangle = (byte)'L';
        int status;
        _dpotrs(&triangle, &order, &count, factor, &order, rightHandSides, &order, &status, 1);
    }

    /// <summary>That triangle of the factor replaced by the inverse of A by dpotri.</summary>
    public void Invert(double* factor, int order)
    {
        byte triangle = (byte)'L';
        int status;
        _dpotri(&triangle, &order, factor, &order, &status, 1);
    }

    private static OpenBlas? Load()
    {
        // It reads its settings while it is loaded. Some versions do not know the newest processors, and cache sizes set by hand are for others.
        NativeEnvironment.Set("OPENBLAS_CORETYPE", Avx512F.IsSupported ? "SkylakeX" : null);
        NativeEnvironment.Set("OPENBLAS_L2_SIZE", null);
        // Its threads wait busily for the next call, by default for 2^26 ticks: some 25 ms on processors that the other contestant needs. A tenth of a
        // millisecond still serves dpotrf, which calls them again and again.
        NativeEnvironment.Set("OPENBLAS_THREAD_TIMEOUT", "18");
        NativeEnvironment.Set("OMP_WAIT_POLICY", "passive");
        foreach (string name in s_names)
        {
            if (NativeLibrary.TryLoad(name, out nint library)) return new OpenBlas(library);
        }

        Console.Error.WriteLine($"*** OpenBLAS NOT FOUND ({string.Join(", ", s_names)}): ratios are against the FMA ceiling of this machine instead. ***");
        return null;
    }

    private static string Text(nint library, string function)
    {
        var call = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, function);
        return Marshal.PtrToStringUTF8(call()) ?? "";
    }
}
