#include <hdf5.h>
#include <hdf5_hl.h>

/* HDF5 names its classes and types by macros over globals, which Swift does not import. */

static inline unsigned ebb_h5f_acc_trunc(void) { return H5F_ACC_TRUNC; }
static inline unsigned ebb_h5f_acc_rdonly(void) { return H5F_ACC_RDONLY; }
static inline hid_t ebb_h5p_file_create(void) { return H5P_FILE_CREATE; }
static inline hid_t ebb_h5p_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t ebb_h5p_group_create(void) { return H5P_GROUP_CREATE; }
static inline hid_t ebb_h5p_dataset_create(void) { return H5P_DATASET_CREATE; }

static inline hid_t ebb_h5t_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t ebb_h5t_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t ebb_h5t_ieee_f64le(void) { return H5T_IEEE_F64LE; }
static inline hid_t ebb_h5t_ieee_f32be(void) { return H5T_IEEE_F32BE; }
static inline hid_t ebb_h5t_native_int(void) { return H5T_NATIVE_INT; }
static inline hid_t ebb_h5t_std_ref_obj(void) { return H5T_STD_REF_OBJ; }
static inline hid_t ebb_h5t_std_i32le(void) { return H5T_STD_I32LE; }
static inline hid_t ebb_h5t_std_i64le(void) { return H5T_STD_I64LE; }
static inline hid_t ebb_h5t_c_s1(void) { return H5T_C_S1; }
static inline size_t ebb_h5t_variable(void) { return H5T_VARIABLE; }

/* References to objects; that they are, is said by a macro in newer versions. */
static inline herr_t ebb_h5r_create(hobj_ref_t *reference, hid_t object) {
  return H5Rcreate(reference, object, ".", H5R_OBJECT, -1);
}
static inline ssize_t ebb_h5r_name(hid_t file, const hobj_ref_t *reference, char *name, size_t size) {
  return H5Rget_name(file, H5R_OBJECT, reference, name, size);
}

/* What is over a scale, as the library's own attribute has it. All its bytes are written. */
typedef struct {
  hobj_ref_t dataset;
  int dimension;
  int unused;
} ebb_h5_scale_use;
